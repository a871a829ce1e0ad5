from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class RssGaps(Lie):
    """RSS leaves every third article out."""

    words = (r"\brss\b",)
    always_told = False
    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "rss" or asked.edition is None:
            return None
        own = [one for one in answer.articles if one.number % 3]
        return world.site.rss(asked.edition, own)
