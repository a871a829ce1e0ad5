from kazcrawl.sample_site.layouts.parts import html_page
from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, page
from tests.lies.bed.world import World

_FORM = (
    '<form action="/account/login" method="post"><h1>Sign in</h1><input name="login">'
    '<input type="password" name="password"><button>OK</button></form>'
)


class PageLoginOnce(FailingPage):
    """A page of the feed is the page of the log-in, with 200, once."""

    words = (*FailingPage.words, r"no known listing layout", r"log-?in", r"\bwall\b")

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        return page("feed", html_page(asked.edition.language, "Sign in", "", _FORM))
