from dataclasses import replace
from datetime import timedelta

from kazcrawl.sample_site.addresses import canonical_url
from tests.lies.bed.lie import Lie
from tests.lies.bed.news import NEWS_UNTIL, START
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World

_PAGES = 30


class Trap(Lie):
    """Behind its last page the pager goes on to ever-new links, dated now, to nothing."""

    words = (r"trap", r"ever.new", r"bound", r"endless", r"never ends?", r"too many", r"max_pages")
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if "trap-trap" in asked.path and asked.edition is not None:
            return missing("article", asked.edition, 404)
        size = world.site.layout.CARDS
        last = -(-len(world.news.shown(self.edition, asked.moment)) // size)
        if answer.kind != "feed" or asked.edition is None:
            return None
        if asked.page == last:
            shown = answer.articles
            return world.site.cards(asked.edition, "feed", asked.path, shown, last, last + 1)
        if not last < asked.page <= last + _PAGES:
            return None
        pattern = answer.articles[0]
        cards = []
        for number in range(size):
            slug = f"trap-trap-{asked.number * size + number:08x}"
            url = canonical_url(self.edition, slug)
            cards.append(replace(pattern, slug=slug, url=url, published=asked.moment))
        shown = world.site.cards(
            asked.edition, "feed", asked.path, cards, asked.page, asked.page + 1
        )
        shown.articles = []
        return shown

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """Its addresses do not wait for ever."""
        late = [
            row
            for row in world.asked
            if "trap-trap" in row.path and row.moment > START + NEWS_UNTIL
        ]
        return [f"{len(late)} addresses of the trap are asked for a week later"] if late else []
