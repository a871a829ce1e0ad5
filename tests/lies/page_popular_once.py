import re

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PagePopularOnce(FailingPage):
    """Instead of a page of the feed comes one without a pager that shows what is read most: a few
    articles, new and old."""

    words = (*FailingPage.words, r"mov(ed|es|ing)")

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        shown = world.news.shown(self.edition, asked.moment)
        cards = [*shown[:3], *shown[-4:]]
        answer = world.site.cards(asked.edition, "feed", asked.path, cards, 1, 1)
        answer.body = re.sub(rb'<ul class="pagination">.*?</ul>', b"", answer.body)
        return answer
