from tests.lies.bed.lie import FailingPage
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class Page404Once(FailingPage):
    """The second page of the feed is 404, once."""

    words = (r"\b404\b", r"page 2\b", r"contradict", r"missing")

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return missing("feed", asked.edition, 404)
