from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS, withdraw_shown
from tests.lies.bed.site import Asked
from tests.lies.bed.world import World


class ListWithdrawals(Lie):
    """While the feed is walked, articles of the pages already read are withdrawn: all move up."""

    editions = NO_SECTIONS
    words = (r"mov(ed|es|ing)", r"continu", r"shift", r"withdrawn", r"contradict")
    always_told = False

    def before(self, world: World, asked: Asked) -> None:
        if asked.path == "/lenta/" and asked.page > 1 and not asked.again:
            self.effects += withdraw_shown(world, self.edition, asked.moment, 3, asked.page)
