from datetime import timedelta

from kazcrawl.sample_site.layouts.parts import html_page
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked, page
from tests.lies.bed.world import World


class BusyWith200(Lie):
    """For an hour everything is a page that tells of works on the site, with 200."""

    words = (r"layout", r"no feed", r"unreadable", r"empty", r"no text", r"same text")
    since = timedelta(hours=4, minutes=30)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind == "robots" or asked.edition is None:
            return None
        body = "<main><h1>Works on the site</h1><p>We are back in an hour. Thank you!</p></main>"
        return page(answer.kind, html_page(asked.edition.language, "Works", "", body))
