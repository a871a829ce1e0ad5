"""What a walk is after: a range of days, or how far back it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MOST_PAGES = 1000
"""How many pages of a listing are read if nobody said how many: a list of ever-new links ends."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a walk is after. ``since`` and ``until`` are moments (``until`` exclusive).

    ``strict`` when a day range was asked for: then articles outside it are not wanted; else
    ``since`` only tells how far back to walk, and what is found on the way is taken. ``whole`` is
    the range asked for where the walk is one day of it: whichever day's list shows an article.
    """

    since: datetime | None = None
    until: datetime | None = None
    strict: bool = False
    max_pages: int | None = None
    whole: "Bounds | None" = None

    def wants(self, published: datetime | None) -> bool:
        """Whether an article of that moment is wanted; an unknown moment is."""
        if self.whole is not None:
            return self.whole.wants(published)
        return published is None or not self.strict or self.holds(published)

    def holds(self, published: datetime) -> bool:
        """Whether a moment lies between the bounds."""
        return not (
            (self.since is not None and published < self.since)
            or (self.until is not None and published >= self.until)
        )

    def is_old(self, moments: Iterable[datetime | None]) -> bool:
        """Whether every moment that is known lies before ``since``, and one is known: a pinned
        old item among newer ones does not decide."""
        known = [moment for moment in moments if moment is not None]
        since = self.since
        return since is not None and bool(known) and all(moment < since for moment in known)
