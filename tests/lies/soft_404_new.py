from datetime import timedelta
from random import Random

from tests.lies.bed.news import START
from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class Soft404New(FalseArticles):
    """For seven hours every new article of an edition is not there, with 200 or with 404."""

    words = (r"\b404\b", r"missing", r"nothing (there|at)", r"not there", r"none (was )?read")
    since, lasts = timedelta(hours=24), timedelta(hours=7)
    share = 1.0

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.status = random.choice((200, 404))

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        is_new = answer.articles[0].published > START + timedelta(hours=10)
        if not is_new or asked.edition is None:
            return None
        return missing("article", asked.edition, self.status)
