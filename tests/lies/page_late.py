from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS, publish_now, withdraw_shown
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_TRIES = 3


class PageLate(Lie):
    """A page fails three times; meanwhile nine articles are withdrawn and three published."""

    editions = NO_SECTIONS
    words = (r"mov(ed|es|ing)", r"continu", r"shift", r"contradict")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.page != 3 or self.effects >= _TRIES:
            return None
        if self.effects == _TRIES - 1:
            withdraw_shown(world, self.edition, asked.moment, 9, 3)
            publish_now(world, self.edition, asked.moment, 3)
        return Answer("feed", 503)
