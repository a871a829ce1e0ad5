from datetime import timedelta

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import HTML, Answer, Asked
from tests.lies.bed.world import World


class ArticleNoBody(FalseArticles):
    """Articles are 200 without a byte, for hours."""

    words = (r"no text", r"without text", r"empty")
    lasts = timedelta(hours=6)

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return Answer("article", 200, b"", {"Content-Type": HTML})
