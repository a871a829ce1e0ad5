from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageHalfOnce(FailingPage):
    """A page of the feed ends in its middle, with the right length of what came, once."""

    words = (*FailingPage.words, r"\bcut\b", r"broke", r"incomplete", r"\bhalf\b", r"</html>")
    always_told = False

    def instead(self, world: World, asked: Asked) -> Answer:
        answer = world.site.answer(asked)
        answer.body = answer.body[: len(answer.body) // 2]
        return answer
