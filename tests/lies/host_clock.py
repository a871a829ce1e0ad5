from datetime import timedelta
from email.utils import format_datetime
from random import Random

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class HostClock(Lie):
    """The clock of one edition's host is thirty hours off."""

    words = (r"clock", r"\bDate\b")
    names_edition = False
    always_told = False
    lasts = timedelta(hours=26)

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.hours = random.choice((-30, 30))

    def send(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        off = asked.moment + timedelta(hours=self.hours)
        answer.headers["Date"] = format_datetime(off, usegmt=True)
        return answer
