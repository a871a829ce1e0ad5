"""Which archived articles are looked at again: agencies correct their news."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kazcrawl import clock
from kazcrawl.archive import FORGOTTEN, Known


@dataclass(frozen=True, slots=True)
class Revisit:
    """KAZCRAWL_REVISIT: ``ages`` since publication at which an article is due.

    One look covers every age already passed. ``always`` looks at every archived article that
    the walk still lists; no ages and not always: never.
    """

    ages: tuple[timedelta, ...] = ()
    always: bool = False

    @property
    def longest(self) -> timedelta | None:
        """How far back from now an article may have been published and still be due."""
        # A day more than twice the last age: runs may have been missed.
        return 2 * max(self.ages) + timedelta(days=1) if self.ages else None

    def is_due(self, known: Known, now: datetime) -> bool:
        """Whether an archived article is to be looked at in a run at ``now``."""
        if known.status == FORGOTTEN:
            return False
        if self.always:
            return True
        if not self.ages:
            return False
        checked = clock.parse(known.checked_at)
        if known.misses and known.status != "gone":
            return True  # missing once: the next run decides
        if known.date_published is None:
            return False
        published = clock.parse(known.date_published)
        return any(checked < published + age <= now for age in self.ages)
