from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class DatedBack(Lie):
    """Articles appear one to three days after the moment that they carry."""

    words = (r"dated", r"recall", r"audit", r"was called complete", r"defect")
    lasts = None

    def plan(self, world: World) -> None:
        old = [
            piece
            for piece in world.news.pieces[self.edition]
            if not piece.is_pinned
            and piece.withdrawn is None
            and piece.appears < START - timedelta(hours=12)
        ]
        self.late = world.random.sample(old, 4)
        for piece in self.late:
            piece.versions = piece.versions[-1:]
            piece.move(START + timedelta(hours=world.random.uniform(10, 50)))

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        late = {url for piece in self.late for url in piece.urls()}
        if answer.is_listing and late & {one.url for one in answer.articles}:
            return answer
        return None
