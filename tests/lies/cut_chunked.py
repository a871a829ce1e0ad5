from tests.lies.bed.pages import CutArticles
from tests.lies.bed.server import head
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CutChunked(CutArticles):
    """The last chunks of a page never come."""

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        half = answer.body[: len(answer.body) // 2]
        answer.headers["Transfer-Encoding"] = "chunked"
        chunk = f"{len(half):x}\r\n".encode() + half + b"\r\n"
        return Answer("article", raw=head(answer, None) + chunk)
