from collections import Counter
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_MOST = 6


class LastmodFuture(Lie):
    """The sitemap of the last news names three articles as changed a year from now."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "last_news":
            return None
        changed = {
            one.url: asked.moment + timedelta(days=365) if number < 3 else one.published
            for number, one in enumerate(answer.articles)
        }
        return world.site.last_news(answer.articles, changed)

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """Whoever believes it reads them on every run."""
        times = Counter(
            row.path
            for row in world.asked
            if row.edition and row.edition.code == self.edition and row.path.count("-")
        )
        own = {row.path for row in world.asked if "sitemap" in row.path or "rss" in row.path}
        return [
            f"{path} was asked for {number} times"
            for path, number in times.items()
            if number > _MOST and path not in own
        ]
