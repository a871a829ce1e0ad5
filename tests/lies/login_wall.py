from dataclasses import replace
from datetime import timedelta

from kazcrawl.sample_site.articles import Block
from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_FORM = (
    '<form action="/account/login" method="post"><input name="login">'
    '<input type="password" name="password"><button>OK</button></form>'
)
_TEXT = (
    "This story is for our subscribers. Sign in to your account, or make one in a minute: then "
    "you read all our stories, and get the news of the day by mail each morning."
)


class LoginWall(FalseArticles):
    """In the layout of an article, a form asks for a password instead of its text."""

    words = (r"log-?in", r"password", r"\bwall\b", r"sign.?in", r"same (text|body)")
    lasts = timedelta(hours=6)

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        wall = replace(answer.articles[0], lead=None, dateline="", body=[Block("p", (_TEXT,))])
        shown = world.site.article(wall)
        shown.body = shown.body.replace(_TEXT[-20:].encode(), (_TEXT[-20:] + _FORM).encode())
        return shown
