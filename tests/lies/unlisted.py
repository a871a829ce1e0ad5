from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class Unlisted(Lie):
    """Three articles have pages, and no listing and no feed ever shows them."""

    is_contradicted = False
    lasts = None

    def plan(self, world: World) -> None:
        for piece in world.random.sample(world.news.pieces[self.edition][1:], 3):
            piece.is_unlisted = True

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if answer.is_listing else None
