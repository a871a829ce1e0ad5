from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class PageErrorOnce(FailingPage):
    """A page of the feed is the site's error page, with 200, once."""

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return missing("feed", asked.edition, 200)
