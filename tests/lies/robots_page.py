from kazcrawl.sample_site.layouts.parts import html_page
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked, page
from tests.lies.bed.world import World


class RobotsPage(Lie):
    """There is no robots.txt: the site answers with its home page, in which such words stand."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "robots" or asked.edition is None:
            return None
        body = "<h1>News</h1>\n<pre>\nDisallow: /\n</pre>"
        return page("robots", html_page(asked.edition.language, "Kazinform", "", body))
