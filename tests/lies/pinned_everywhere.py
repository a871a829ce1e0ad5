from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PinnedEverywhere(Lie):
    """An article of years ago stands on top of every page."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        pinned = world.news.pinned(self.edition)
        if answer.kind != "feed" or asked.page == 1 or asked.edition is None or pinned is None:
            return None
        shown = world.news.shown(self.edition, asked.moment)
        last = -(-len(shown) // world.site.layout.CARDS)
        number = asked.page if asked.page <= last else 1
        cards = [pinned, *(one for one in answer.articles if one is not pinned)]
        return world.site.cards(asked.edition, "feed", asked.path, cards, number, last)
