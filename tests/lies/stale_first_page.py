from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class StaleFirstPage(Lie):
    """The feeds fail for an hour, and the listing is that of two days before, once."""

    editions = NO_SECTIONS
    words = (r"silen", r"behind", r"older", r"stale", r"recall", r"\b503\b")
    always_told = False
    since = timedelta(hours=8, minutes=30)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind in ("rss", "sitemap", "last_news"):
            return Answer(answer.kind, 503)
        if answer.kind != "feed" or asked.page != 1:
            return None
        return world.site.answer(replace(asked, moment=asked.moment - timedelta(days=2)))
