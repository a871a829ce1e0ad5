from datetime import timedelta
from email.utils import format_datetime
from html import escape

from kazcrawl.sample_site.calendar import astana
from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_ITEMS = 4


class RssEarly(Lie):
    """RSS is short, and its dates are ten hours early: it seems to go back to known ground."""

    editions = NO_SECTIONS
    words = (r"\brss\b", r"recall", r"listing")
    always_told = False
    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "rss" or asked.edition is None:
            return None
        own = answer.articles[:_ITEMS]
        rss = world.site.rss(asked.edition, own)
        for one in own:
            told, early = one.published, one.published - timedelta(hours=10)
            rss.body = rss.body.replace(
                escape(format_datetime(astana(told))).encode(),
                format_datetime(astana(early)).encode(),
            )
        return rss
