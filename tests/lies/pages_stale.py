from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PagesStale(Lie):
    """The pages behind the first come out of a cache, as they were eight hours before."""

    editions = NO_SECTIONS
    words = (r"mov(ed|es|ing)", r"gap", r"recall", r"audit", r"called complete", r"defect")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.page == 1:
            return None
        return world.site.answer(replace(asked, moment=asked.moment - timedelta(hours=8)))
