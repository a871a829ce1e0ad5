from datetime import timedelta
from random import Random

from tests.lies.bed.news import START
from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class GoneAndBack(FalseArticles):
    """For the length of a run every second article is gone, with 410 or 404."""

    words = (r"\b4(04|10)\b", r"missing", r"nothing (there|at)", r"not there")
    always_told = False
    since = timedelta(hours=8, minutes=30)

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.status = random.choice((404, 410))

    def plan(self, world: World) -> None:
        """Recent articles are edited just before, so that they are looked at."""
        recent = [
            piece
            for piece in world.news.pieces[self.edition]
            if START - timedelta(hours=6) < piece.appears < START
        ]
        for piece in recent:
            headline = piece.versions[-1][1].later_headline
            piece.change(START + timedelta(hours=8), headline=headline)

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        assert asked.edition is not None
        return missing("article", asked.edition, self.status)
