from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_HOURS = 6


class RetryAfter(Lie):
    """A server asks not to be asked for six hours, and means it."""

    words = (r"retry-after", r"\b503\b", r"left alone", r"asked not to")
    since, lasts = timedelta(hours=5), timedelta(hours=1)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return Answer(answer.kind, 503, headers={"Retry-After": str(_HOURS * 3600)})

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """The next run leaves the server alone as well."""
        begins, ends = START + self.since + timedelta(hours=1), START + self.since
        ends += timedelta(hours=_HOURS)
        early = [
            row
            for row in world.asked
            if row.edition and row.edition.code == self.edition and begins < row.moment < ends
        ]
        return [f"asked {len(early)} times before Retry-After was over"] if early else []
