"""Which archived articles are looked at again: agencies correct their news."""

from dataclasses import dataclass
from datetime import timedelta


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
