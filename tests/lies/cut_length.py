from tests.lies.bed.pages import CutArticles
from tests.lies.bed.server import head
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CutLength(CutArticles):
    """The connection ends in the middle of a page whose length was told."""

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        half = answer.body[: len(answer.body) // 2]
        return Answer("article", raw=head(answer, len(answer.body)) + half)
