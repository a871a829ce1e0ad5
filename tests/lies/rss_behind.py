from tests.lies.bed.lie import Lie
from tests.lies.bed.site import RSS_ITEMS, Answer, Asked
from tests.lies.bed.world import World


class RssBehind(Lie):
    """RSS stands still at the oldest articles; nothing new comes into it."""

    words = (r"\brss\b",)
    always_told = False
    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "rss" or asked.edition is None:
            return None
        oldest = world.news.shown(self.edition, asked.moment)[-RSS_ITEMS:]
        return world.site.rss(asked.edition, oldest)
