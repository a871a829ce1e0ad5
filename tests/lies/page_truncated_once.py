from random import Random

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageTruncatedOnce(FailingPage):
    """A page of the feed has the older half of its cards, or the newer, once."""

    words = (*FailingPage.words, r"mov(ed|es|ing)", r"\bhalf\b", r"fewer")
    # Where the other pages show the rest, nobody can tell it from news.
    always_told = False

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.page, self.is_older = random.choice((1, 2, 3)), random.random() < 0.7

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.site.answer(asked).articles
        last = -(-len(world.news.shown(self.edition, asked.moment)) // world.site.layout.CARDS)
        half = len(shown) // 2
        cards = shown[half:] if self.is_older else shown[:half]
        return world.site.cards(asked.edition, "feed", asked.path, cards, asked.page, last)
