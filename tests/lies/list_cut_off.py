from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class ListCutOff(Lie):
    """From the second run on the feed has no page but the first, and its pager names no other."""

    editions = NO_SECTIONS
    words = (r"and older articles are held",)
    since, lasts = timedelta(hours=1), timedelta(hours=60)

    def arguments(self, number: int) -> tuple[str, ...]:
        # So that a run goes back behind the first page, and its RSS does not reach so far.
        return ("-a", "since=2d") if number == 2 else ()

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.edition is None:
            return None
        if asked.page > 1:
            return redirect("feed", f"{asked.edition.root}/no-such-page-0123abcd", 302)
        articles = world.news.shown(self.edition, asked.moment)[: world.site.layout.CARDS]
        return world.site.listing(asked.edition, "feed", asked, articles)
