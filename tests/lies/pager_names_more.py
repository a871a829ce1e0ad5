from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PagerNamesMore(Lie):
    """The pager names four pages more than come; behind the real end is the first page again."""

    layouts = ("g2",)
    words = (r"pager", r"names? (more|page)", r"contradict")
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.edition is None:
            return None
        size = world.site.layout.CARDS
        last = -(-len(world.news.shown(self.edition, asked.moment)) // size)
        shown = asked.page if asked.page <= last else 1
        articles = answer.articles
        return world.site.cards(asked.edition, "feed", asked.path, articles, shown, last + 4)
