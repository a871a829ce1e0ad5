from tests.lies.bed.pages import CutArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CutHalf(CutArticles):
    """A page ends in its middle, with the right length of what came."""

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        answer.body = answer.body[: len(answer.body) // 2]
        return answer
