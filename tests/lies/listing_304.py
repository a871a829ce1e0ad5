from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class Listing304(Lie):
    """The feed answers 304 to requests without a condition."""

    editions = NO_SECTIONS
    words = (r"\b304\b", r"not modified", r"unchanged")
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.is_conditional:
            return None
        return Answer("feed", 304)
