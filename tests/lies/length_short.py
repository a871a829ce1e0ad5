from tests.lies.bed.pages import CutArticles
from tests.lies.bed.server import head
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class LengthShort(CutArticles):
    """A page is longer than the length that was told of it."""

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return Answer("article", raw=head(answer, 2 * len(answer.body) // 3) + answer.body)
