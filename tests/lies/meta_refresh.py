from collections import Counter

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_MOST = 5


class MetaRefresh(FalseArticles):
    """Pages reload themselves after a few seconds."""

    lasts = None

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        tag = f'<meta http-equiv="refresh" content="2; url={asked.path}">'
        answer.body = answer.body.replace(b"</head>", tag.encode() + b"</head>", 1)
        return answer

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """A page that reloads itself is no redirect."""
        times = Counter(
            (row.path, row.moment.date()) for row in world.asked if row.path in self.told
        )
        return [f"{path}: {number} times" for (path, _), number in times.items() if number > _MOST]
