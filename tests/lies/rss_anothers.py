from dataclasses import replace
from datetime import timedelta

from kazcrawl.sample_site.addresses import canonical_url
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_OTHERS = {"en": "oz"}


class RssAnothers(Lie):
    """For a day the edition's RSS is that of another edition."""

    words = (r"\brss\b",)
    lasts = timedelta(hours=26)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "rss" or asked.edition is None:
            return None
        other = _OTHERS.get(self.edition, "en")
        items = [replace(one, url=canonical_url(other, one.slug)) for one in answer.articles]
        return replace(world.site.rss(asked.edition, items), articles=[])
