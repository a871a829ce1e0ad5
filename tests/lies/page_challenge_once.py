from random import Random

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked, page
from tests.lies.bed.world import World

_BODY = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable "
    "JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={};"
    'var s=document.createElement("script");s.src="/cdn-cgi/challenge-platform/h/b/orchestrate"'
    ";document.head.appendChild(s);</script></body></html>"
)


class PageChallengeOnce(FailingPage):
    """A page of the feed is a challenge in JavaScript, with 200 or 403, once."""

    words = (*FailingPage.words, r"challenge", r"\b403\b")

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.status = random.choice((200, 403))

    def instead(self, world: World, asked: Asked) -> Answer:
        answer = page("feed", _BODY)
        answer.status = self.status
        return answer
