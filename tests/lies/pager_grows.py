from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PagerGrows(Lie):
    """The pager always names two pages more; behind the real end comes its last page again."""

    layouts = ("g2",)
    words = (r"pager", r"names? (more|page)", r"contradict")
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.edition is None:
            return None
        size = world.site.layout.CARDS
        shown = world.news.shown(self.edition, asked.moment)
        last = -(-len(shown) // size)
        cards = answer.articles if asked.page <= last else shown[(last - 1) * size :]
        page, number = asked.path, asked.page
        return world.site.cards(asked.edition, "feed", page, cards, number, number + 2)
