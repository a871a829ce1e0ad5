"""The walk over one listing, page after page: what to look at, and when to stop.

Pure: pages in, decisions out. What makes it stop must survive pinned old items, a page past
the end that answers another page, and layouts whose pager or dates are not known.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A card as the walk sees it: the article's id and its moment, None where unknown."""

    id: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a walk is after. ``since`` and ``until`` are moments (``until`` exclusive).

    ``strict`` when a day range was asked for: then articles outside it are not wanted; else
    ``since`` only tells how far back to walk, and what is found on the way is taken.
    """

    since: datetime | None = None
    until: datetime | None = None
    strict: bool = False
    max_pages: int | None = None

    def wants(self, published: datetime | None) -> bool:
        """Whether an article of that moment is wanted; an unknown moment is."""
        if published is None or not self.strict:
            return True
        return not (
            (self.since is not None and published < self.since)
            or (self.until is not None and published >= self.until)
        )


@dataclass(slots=True)
class Walk:
    """One listing under way.

    ``url`` has ``{page}`` for the page's number; ``section`` is the section that the listing
    stands for, or None for a feed of everything. ``is_standing``: its first page is asked for on
    every run, and conditionally. ``is_confirming``: a feed for machines told what is new already,
    and the first page is to confirm that it told all. ``is_full``: this run walks the edition's
    sections and its feed in any case.
    """

    edition: str
    name: str
    url: str
    bounds: Bounds
    section: str | None = None
    is_standing: bool = False
    is_confirming: bool = False
    is_full: bool = False
    # True once the walk came to its end by itself: the edition's run is then complete.
    finished: bool = False
    reason: str = ""
    _seen: set[str] = field(default_factory=set)
    _previous: list[str] = field(default_factory=list)

    def address(self, number: int) -> str:
        """The address of a page of this listing, counted from 1."""
        return self.url.format(page=number)

    def turn(
        self,
        number: int,
        entries: list[Entry],
        *,
        current: int | None = None,
        oldest: datetime | None = None,
        dates: "dict[str, datetime | None] | None" = None,
    ) -> tuple[list[Entry], bool]:
        """What page ``number`` brings: the entries to look at, and whether to go on.

        ``current`` is the page's own number by its pager; ``oldest`` the moment of its oldest
        card where only that is told; ``dates`` the moments of articles read or archived, for
        layouts whose cards show none.
        """
        if current is not None and current != number:
            return self._stop("past the end", [])
        fresh = [entry for entry in entries if entry.id not in self._seen]
        if not fresh:
            return self._stop("nothing new to this walk", [])
        known = dates or {}
        if self._previous and self._is_old(known.get(one) for one in self._previous):
            # The cards show no dates: what the page before held is known only now.
            return self._stop("older than asked for", [])
        self._seen.update(entry.id for entry in fresh)
        wanted = [entry for entry in fresh if self.bounds.wants(entry.published)]
        dated = [entry.published for entry in entries if entry.published is not None]
        if not dated and oldest is not None:
            dated = [oldest]
        if dated and self._is_old(dated):
            return self._stop("older than asked for", wanted)
        self._previous = [] if dated else [entry.id for entry in fresh]
        if self.bounds.max_pages is not None and number >= self.bounds.max_pages:
            return self._stop("max_pages", wanted)
        return wanted, True

    def _is_old(self, moments: "object") -> bool:
        """Whether every moment lies before the bound: one pinned old item does not decide."""
        found = [one for one in moments if one is not None]  # type: ignore[attr-defined]
        since = self.bounds.since
        return since is not None and bool(found) and all(one < since for one in found)

    def _stop(self, reason: str, wanted: list[Entry]) -> tuple[list[Entry], bool]:
        self.end(reason)
        return wanted, False

    def end(self, reason: str) -> None:
        """The walk came to its end by itself."""
        self.finished = True
        self.reason = reason

    @property
    def is_complete(self) -> bool:
        """Whether everything between the bounds was listed."""
        return self.finished and self.reason != "max_pages"
