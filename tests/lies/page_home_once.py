from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class PageHomeOnce(FailingPage):
    """A page of the feed redirects to the home page, which has no cards, once."""

    words = (*FailingPage.words, r"no known listing layout")

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return redirect("feed", f"{asked.edition.root}/")
