from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import HTML, Answer, Asked
from tests.lies.bed.world import World


class PageNoBodyOnce(FailingPage):
    """A page of the feed is 200 without a byte, once."""

    words = (*FailingPage.words, r"no text")

    def instead(self, world: World, asked: Asked) -> Answer:
        return Answer("feed", 200, b"", {"Content-Type": HTML})
