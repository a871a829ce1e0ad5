from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageEmptyOnce(FailingPage):
    """A page of the feed has its pager and no card, once."""

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.news.shown(self.edition, asked.moment)
        last = -(-len(shown) // world.site.layout.CARDS)
        return world.site.cards(asked.edition, "feed", asked.path, [], asked.page, last)
