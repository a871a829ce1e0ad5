from datetime import timedelta
from email.utils import format_datetime
from random import Random

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class SiteDateWrong(Lie):
    """The site's Date is days off."""

    words = (r"clock", r"\bDate\b")
    names_edition = False
    lasts = timedelta(hours=6)

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.days = random.choice((-3, -1, 3))

    def concerns(self, asked: Asked) -> bool:
        return self.is_on(asked.moment)

    def send(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        off = asked.moment + timedelta(days=self.days)
        answer.headers["Date"] = format_datetime(off, usegmt=True)
        return answer
