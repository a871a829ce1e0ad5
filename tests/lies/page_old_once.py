from datetime import timedelta

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageOldOnce(FailingPage):
    """A page of the feed shows what stands far behind it, older than was asked for, once."""

    words = (*FailingPage.words, r"mov(ed|es|ing)", r"gap", r"older")

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.news.shown(self.edition, asked.moment)
        bound = asked.moment - timedelta(hours=74)
        cards = [one for one in shown if one.published < bound]
        last = -(-len(shown) // world.site.layout.CARDS)
        return world.site.cards(asked.edition, "feed", asked.path, cards, asked.page, last)
