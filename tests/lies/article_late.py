from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class ArticleLate(Lie):
    """Three articles are listed, and their pages are there only ten hours later."""

    words = (r"\b404\b", r"missing", r"nothing (there|at)", r"not there", r"given up", r"recall")
    always_told = False
    lasts = timedelta(hours=10)

    def plan(self, world: World) -> None:
        own = [
            piece
            for piece in world.news.pieces[self.edition]
            if not piece.is_pinned
            and piece.withdrawn is None
            and START - timedelta(hours=20) < piece.appears < START
        ]
        self.late = {url for piece in world.random.sample(own, 3) for url in piece.urls()}

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        is_late = answer.kind == "article" and any(one.url in self.late for one in answer.articles)
        return missing("article", asked.edition, 404) if is_late and asked.edition else None
