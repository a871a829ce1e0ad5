from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class PageRedirectsToFirst(FailingPage):
    """A page of the feed redirects to the first page, once."""

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return redirect("feed", f"{asked.edition.root}{asked.path}?page=1")
