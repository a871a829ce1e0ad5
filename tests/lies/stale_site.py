from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_KINDS = ("feed", "section", "rss", "sitemap", "last_news")


class StaleSite(Lie):
    """For an hour all lists and feeds come as they were ten hours before."""

    words = (r"silen", r"behind", r"older", r"stale", r"recall")
    always_told = False
    since = timedelta(hours=23, minutes=30)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind not in _KINDS:
            return None
        return world.site.answer(replace(asked, moment=asked.moment - timedelta(hours=10)))
