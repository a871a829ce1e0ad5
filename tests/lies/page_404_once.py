from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class Page404Once(FailingPage):
    """A page of the feed is 404, once."""

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return missing("feed", asked.edition, 404)
