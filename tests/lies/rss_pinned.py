from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_ITEMS = 2


class RssPinned(Lie):
    """RSS has the two newest articles and one of years ago: it seems to go back to it."""

    editions = NO_SECTIONS
    words = (r"\brss\b", r"recall", r"audit")
    always_told = False
    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        pinned = world.news.pinned(self.edition)
        if answer.kind != "rss" or asked.edition is None or pinned is None:
            return None
        return world.site.rss(asked.edition, [*answer.articles[:_ITEMS], pinned])
