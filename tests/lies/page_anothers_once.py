from dataclasses import replace

from kazcrawl.sample_site.addresses import canonical_url
from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageAnothersOnce(FailingPage):
    """A cache answers a page of the feed with that of another edition, once: its links, that name
    no host, lead to nothing here."""

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.news.shown(self.edition, asked.moment)[: world.site.layout.CARDS]
        cards = [
            replace(one, slug=slug, url=canonical_url(self.edition, slug), headline=slug)
            for one in shown
            for slug in [f"of-another-edition-{one.number:06x}"]
        ]
        answer = world.site.cards(asked.edition, "feed", asked.path, cards, asked.page, 4)
        answer.articles = []
        return answer
