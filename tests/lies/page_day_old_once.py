from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageDayOldOnce(FailingPage):
    """A page of the feed comes out of a cache, as it was the day before, once."""

    words = (*FailingPage.words, r"mov(ed|es|ing)", r"gap", r"older")

    def instead(self, world: World, asked: Asked) -> Answer:
        return world.site.answer(replace(asked, moment=asked.moment - timedelta(days=1)))
