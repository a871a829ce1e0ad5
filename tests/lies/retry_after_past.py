from datetime import timedelta
from email.utils import format_datetime

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class RetryAfterPast(Lie):
    """Every address is 503 the first time, with a Retry-After of an hour ago."""

    words = (r"retry-after", r"\b503\b", r"left alone", r"asked not to")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if asked.again or answer.kind == "robots":
            return None
        past = format_datetime(asked.moment - timedelta(hours=1), usegmt=True)
        return Answer(answer.kind, 503, headers={"Retry-After": past})
