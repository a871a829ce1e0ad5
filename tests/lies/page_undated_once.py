import re

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PageUndatedOnce(FailingPage):
    """The cards of a page have no dates, once."""

    words = ()

    def instead(self, world: World, asked: Asked) -> Answer:
        answer = world.site.answer(asked)
        dates = rb'<div class="allNewsCard_time">.*?</div>|<time class="meta-date">.*?</time>'
        answer.body = re.sub(dates, b"", answer.body)
        return answer
