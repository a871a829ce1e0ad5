from random import Random

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_SAID = ("windows-1251", "iso-8859-1", "utf-16", "UTF8", "none", "koi8-r", "us-ascii")


class CharsetLies(FalseArticles):
    """Pages in UTF-8 say of themselves to be in another encoding, by their header or inside."""

    lasts = None

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.said, self.is_inside = random.choice(_SAID), random.random() < 0.5

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if self.is_inside:
            answer.headers["Content-Type"] = "text/html"
            meta = f'<meta charset="{self.said}">'.encode()
            answer.body = answer.body.replace(b'<meta charset="utf-8">', meta, 1)
        else:
            answer.headers["Content-Type"] = f"text/html; charset={self.said}"
        return answer
