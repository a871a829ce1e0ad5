import gzip
from datetime import timedelta

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class GzipTwice(FalseArticles):
    """For hours articles come gzipped twice, and say so once."""

    words = (r"no known article layout", r"unreadable", r"no text", r"gzip")
    always_told = False
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return None

    def send(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return self._instead(world, asked, answer) if answer.kind == "article" else None

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        answer.body = gzip.compress(gzip.compress(answer.body))
        answer.headers["Content-Encoding"] = "gzip"
        return answer
