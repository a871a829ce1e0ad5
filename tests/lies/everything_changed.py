from collections import Counter

from tests.lies.bed.lie import Lie
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_MOST = 5


class EverythingChanged(Lie):
    """The sitemap of the last news is made anew each time, with this moment on everything."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "last_news":
            return None
        changed = {one.url: asked.moment for one in answer.articles}
        return world.site.last_news(answer.articles, changed)

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """Whoever believes it reads every article on every run."""
        own = [row for row in world.asked if row.edition and row.edition.code == self.edition]
        times = Counter(
            row.path for row in own if row.edition and row.edition.article[:4] in row.path
        )
        return [
            f"{path} was asked for {number} times"
            for path, number in times.items()
            if number > _MOST
        ]
