from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class StrayBytes(FalseArticles):
    """The footer of pages in UTF-8 has two bytes that are not."""

    editions = ("en",)
    share = 1.0
    lasts = None

    def plan(self, world: World) -> None:
        for piece in world.news.pieces[self.edition]:
            for _, article in piece.versions:
                article.headline += ": “it’s so”"

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        answer.body = answer.body.replace(b"</footer>", b"\xe9 \xff</footer>", 1)
        return answer
