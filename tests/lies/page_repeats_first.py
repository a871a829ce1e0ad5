from dataclasses import replace

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageRepeatsFirst(FailingPage):
    """A page of the feed is the first page, once."""

    def instead(self, world: World, asked: Asked) -> Answer:
        return world.site.answer(replace(asked, query={}))
