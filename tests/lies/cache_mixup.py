from datetime import timedelta
from random import Random

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CacheMixup(FalseArticles):
    """A cache gives one article's page under many addresses, with its canonical link or none."""

    words = (r"same (text|body|page|article)", r"another", r"canonical", r"mix", r"cache")
    lasts = timedelta(hours=6)

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        # By their numbers sample articles have no canonical link, or a true one.
        self.digit = random.choice((7, 6))

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        shown = world.news.shown(self.edition, asked.moment)
        victim = next(one for one in shown if one.number % 10 == self.digit)
        return None if victim.url == answer.articles[0].url else world.site.article(victim)
