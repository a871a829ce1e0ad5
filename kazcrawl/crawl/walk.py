"""The walk over one listing, page after page: what to look at, and when and why it ends.

Pure: pages in, decisions out. What makes it stop must survive pinned old items, a page past
the end that answers another page, and layouts whose pager or dates are not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What a walk goes over."""

    FRONT = "front"
    """An edition's listing of everything."""
    SECTION = "section"
    """A part of an edition: a section, or a category of a WordPress site."""
    DAY = "day"
    """The archive of one day."""
    SEARCH = "search"
    """What a search finds."""
    POSTS = "posts"
    """The posts of a whole WordPress site."""


class Ending(StrEnum):
    """How a walk ended; the walk's ``witness`` says what was seen that proves it."""

    REACHED = "reached"
    """A page whose articles are all older than the bound."""
    LAST = "last"
    """The end of the list."""
    SYNDICATION = "syndication"
    """A feed for machines reached known ground."""
    UNCHANGED = "unchanged"
    """The first page is as it was when it was last walked to its end."""
    ABSENT = "absent"
    """There is no such listing, or it shows no articles."""
    CUT = "cut"
    """Stopped at a bound in pages or clicks: there is more."""


class Step(Enum):
    """What follows a page."""

    GO_ON = "go on"
    END = "end"
    WAIT = "wait"
    """Its cards have no dates: its articles decide, once they were read."""


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

    def is_old(self, moments: Iterable[datetime | None]) -> bool:
        """Whether every moment that is known lies before ``since``, and one is known: a pinned
        old item among newer ones does not decide."""
        known = [moment for moment in moments if moment is not None]
        since = self.since
        return since is not None and bool(known) and all(moment < since for moment in known)


@dataclass(slots=True)
class Walk:
    """One listing under way.

    ``address`` has ``{page}`` for the page's number; ``section`` is the slug of the section that
    the listing stands for. ``scope`` is what the archive remembers the walk's completeness by:
    the edition, or a part of it that is walked alone. ``is_standing``: its first page is asked
    for on every run, and conditionally. ``is_full``: this run walks the edition's sections and
    its front listing in any case.
    """

    kind: Kind
    edition: str
    address: str
    bounds: Bounds
    section: str | None = None
    scope: str = ""
    is_standing: bool = False
    is_full: bool = False
    ending: Ending | None = None
    witness: str = ""
    _seen_ids: set[str] = field(default_factory=set)
    _undated_ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scope = self.scope or self.edition

    def page(self, number: int) -> str:
        """The address of a page of this listing, counted from 1."""
        return self.address.replace("{page}", str(number))

    def turn(
        self,
        number: int,
        entries: list[Entry],
        *,
        current: int | None = None,
        oldest: datetime | None = None,
    ) -> tuple[list[Entry], Step]:
        """What page ``number`` brings: the entries to look at, and what follows.

        ``current`` is the page's own number by its pager; ``oldest`` the moment of its oldest
        card where only that is told.
        """
        if current is not None and current != number:
            return [], self.end(Ending.LAST, f"asked for page {number}, the pager says {current}")
        fresh = [entry for entry in entries if entry.id not in self._seen_ids]
        if not fresh:
            return [], self.end(Ending.LAST, f"page {number} shows nothing new")
        self._seen_ids.update(entry.id for entry in fresh)
        wanted = [entry for entry in fresh if self.bounds.wants(entry.published)]
        dated = [entry.published for entry in entries if entry.published is not None]
        if not dated and oldest is not None:
            dated = [oldest]
        # The most fitting of a search come first, not the newest: no age of a page ends it.
        ages_count = self.kind is not Kind.SEARCH and self.bounds.since is not None
        if ages_count and self.bounds.is_old(dated):
            return wanted, self._reached(number)
        if self.bounds.max_pages is not None and number >= self.bounds.max_pages:
            return wanted, self.end(Ending.CUT, f"max_pages={self.bounds.max_pages}")
        if ages_count and not dated:
            self._undated_ids = [entry.id for entry in fresh]
            return wanted, Step.WAIT
        return wanted, Step.GO_ON

    def undated(self) -> list[str]:
        """The ids of the newest page's articles, if its cards told no moment."""
        return self._undated_ids

    def decide(self, number: int, moments: Iterable[datetime | None]) -> Step:
        """What follows a page of undated cards, by the moments of its articles."""
        self._undated_ids = []
        return self._reached(number) if self.bounds.is_old(moments) else Step.GO_ON

    def _reached(self, number: int) -> Step:
        return self.end(Ending.REACHED, f"all of page {number} is older than asked for")

    def end(self, ending: Ending, witness: str) -> Step:
        """The walk came to its end; a later ending takes the place of an earlier one."""
        self.ending, self.witness = ending, witness
        return Step.END

    def go_on(self) -> None:
        """What seemed to be the end is none: another way leads on."""
        self.ending, self.witness = None, ""

    @property
    def is_complete(self) -> bool:
        """Whether everything between the bounds was listed."""
        return self.ending is not None and self.ending is not Ending.CUT
