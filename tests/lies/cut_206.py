from tests.lies.bed.pages import CutArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class Cut206(CutArticles):
    """Half a page comes as 206, though no range was asked for."""

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        whole, half = len(answer.body), len(answer.body) // 2
        answer.status, answer.body = 206, answer.body[:half]
        answer.headers["Content-Range"] = f"bytes 0-{half - 1}/{whole}"
        return answer
