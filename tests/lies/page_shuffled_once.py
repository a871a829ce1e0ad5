from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageShuffledOnce(FailingPage):
    """The cards of a page stand in no order, once."""

    words = ()

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.site.answer(asked).articles
        last = -(-len(world.news.shown(self.edition, asked.moment)) // world.site.layout.CARDS)
        cards = self.random.sample(shown, len(shown))
        return world.site.cards(asked.edition, "feed", asked.path, cards, asked.page, last)
