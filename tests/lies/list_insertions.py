from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import publish_now
from tests.lies.bed.site import Asked
from tests.lies.bed.world import World


class ListInsertions(Lie):
    """Between any two pages of the feed, two articles more are published."""

    lasts = timedelta(days=2)

    def before(self, world: World, asked: Asked) -> None:
        if asked.path == "/lenta/" and asked.page > 1:
            self.effects += publish_now(world, self.edition, asked.moment, 2)
