from datetime import datetime, timedelta
from random import Random

from tests.lies.bed.lie import Lie


class ClockAhead(Lie):
    """In one run this machine's clock is three days ahead."""

    words = (r"clock", r"\bDate\b")
    names_edition = False

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.number = random.choice((0, 1, 2))

    def clock(self, moment: datetime, number: int) -> datetime:
        if number != self.number:
            return moment
        self.effects += 1
        return moment + timedelta(days=3)
