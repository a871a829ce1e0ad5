from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CardTwice(Lie):
    """Each page of the feed shows one of its articles twice, first with a date of days ago."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.edition is None:
            return None
        shown = world.news.shown(self.edition, asked.moment)
        last = -(-len(shown) // world.site.layout.CARDS)
        number = asked.page if asked.page <= last else 1
        cards = answer.articles
        again = replace(cards[-1], published=cards[-1].published - timedelta(days=6))
        twice = [again, *cards]
        return world.site.cards(asked.edition, "feed", asked.path, twice, number, last)
