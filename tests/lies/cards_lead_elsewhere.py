from datetime import timedelta
from zlib import crc32

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class CardsLeadElsewhere(Lie):
    """For hours a third of the articles redirect to the next newer one."""

    words = (r"led to another", r"redirect", r"elsewhere", r"another")
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "article" or answer.status != 200 or not answer.articles:
            return None
        if crc32(asked.path.encode()) % 3:
            return None
        shown = [one.url for one in world.news.shown(self.edition, asked.moment)]
        place = shown.index(answer.articles[0].url) if answer.articles[0].url in shown else 0
        return redirect("article", shown[place - 1]) if place else None
