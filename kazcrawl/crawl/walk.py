"""The walk over one listing, page after page: what to look at, and when and why it ends.

Pure: pages in, decisions out. What makes it stop must survive pinned old items, a page past
the end that answers another page, and layouts whose pager or dates are not known.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

from kazcrawl.crawl.bounds import MOST_PAGES, Bounds
from kazcrawl.crawl.leaps import Leaps
from kazcrawl.crawl.seen import Ids, SeenPages


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
    """The end of the list: the pager says so, or what is behind it is nothing, twice."""
    SYNDICATION = "syndication"
    """A feed for machines reached known ground."""
    UNCHANGED = "unchanged"
    """The first page is as it was when it was last walked to its end."""
    ABSENT = "absent"
    """There is no such listing, or it shows no articles."""
    CUT = "cut"
    """Stopped at a bound in pages or clicks: there is more."""
    CONTRADICTED = "contradicted"
    """The site contradicts itself: a page that its pager names does not come, or the list moves
    faster than it can be read."""


class Step(Enum):
    """What follows a page."""

    GO_ON = "go on"
    END = "end"
    WAIT = "wait"
    """Its cards have no dates: its articles decide, once they were read."""
    DOUBT = "doubt"
    """It does not continue the page before: the end, or a lie. It is asked for once more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A card as the walk sees it: the article's id and its moment, None where unknown."""

    id: str
    published: datetime | None


@dataclass(slots=True)
class Walk:
    """One listing under way.

    ``address`` has ``{page}`` for the page's number; ``section`` is the slug of the section that
    the listing stands for. ``scope`` is what the archive remembers the walk's completeness by:
    the edition, or a part of it that is walked alone. ``newest`` is the newest moment on the first
    page, ``oldest`` that of the last card. ``is_standing``: its first page is asked
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
    newest: datetime | None = None
    oldest: datetime | None = None
    seen_ids: Ids = field(default_factory=Ids)
    pages: SeenPages = field(default_factory=SeenPages)
    leaps: Leaps = field(default_factory=Leaps)
    _undated_ids: list[str] = field(default_factory=list)
    _named: int = 0
    _doubts_by_page: dict[int, str] = field(default_factory=dict)

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
        named: int | None = None,
        oldest: datetime | None = None,
    ) -> tuple[list[Entry], Step]:
        """What page ``number`` brings: the entries to look at, and what follows.

        ``current`` is the page's own number by its pager, ``named`` the highest number that the
        pager names; ``oldest`` the moment of its oldest card where only that is told.
        """
        if current is not None and current != number:
            return [], self.doubt(number, f"asked for page {number}, the pager says {current}")
        fresh = [entry for entry in entries if entry.id not in self.seen_ids]
        if not fresh:
            return [], self.doubt(number, f"page {number} shows nothing new")
        dated = [entry.published for entry in entries if entry.published is not None]
        if leap := self._leap(number, dated):
            return [], self.doubt(number, leap)
        self.leaps.read(dated)
        self.pages.put(number, [entry.id for entry in entries])
        for entry in fresh:
            self.seen_ids.add(entry.id)
        self._named = max(self._named, named or 0)
        wanted = [entry for entry in fresh if self.bounds.wants(entry.published)]
        self.newest = max(dated, default=self.newest) if self.newest is None else self.newest
        if not dated and oldest is not None:
            dated = [oldest]
        self.oldest = dated[-1] if dated else None
        is_last = current is not None and named is not None and number >= self._named
        return wanted, self._after(number, dated, is_last, fresh)

    def _after(self, number: int, dated: list[datetime], is_last: bool, fresh: list[Entry]) -> Step:
        """What follows a page by its moments; ``is_last``: by its pager, which says as well which
        page is shown (where it does not, it only promises others)."""
        # The most fitting of a search come first, not the newest: no age of a page ends it.
        ages_count = self.kind is not Kind.SEARCH and self.bounds.since is not None
        if ages_count and self.bounds.is_old(dated):
            return self._reached(number)
        if is_last:
            return self.end(Ending.LAST, f"the pager names page {number} as the last")
        if self.bounds.max_pages is not None and number >= self.bounds.max_pages:
            return self.end(Ending.CUT, f"max_pages={self.bounds.max_pages}")
        if self.bounds.max_pages is None and number >= MOST_PAGES:
            return self.end(
                Ending.CONTRADICTED,
                f"it goes on behind {MOST_PAGES:,} pages (max_pages reads more)",
            )
        if ages_count and not dated:
            self._undated_ids = [entry.id for entry in fresh]
            return Step.WAIT
        return Step.GO_ON

    def _leap(self, number: int, dated: list[datetime]) -> str | None:
        """What speaks against a page that goes back, or would end the walk and leaps, the first
        time."""
        # A section's walk proves nothing, and a search shows the most fitting first.
        if self.kind in (Kind.SEARCH, Kind.SECTION):
            return None
        leap = self.leaps.over(dated) if self.bounds.is_old(dated) else None
        if not leap and not self.leaps.goes_back(dated):
            return None
        if not self.leaps.doubt(number):
            self._doubts_by_page.pop(number, None)
            return None
        if leap:
            return f"page {number} is {leap} older than the end of page {number - 1}"
        return f"page {number} shows what is newer than page {number - 1}"

    def doubt(self, number: int, what: str) -> Step:
        """What came for page ``number`` does not continue the page before.

        The first time that is no end: the page is asked for once more when all else was read.
        The second time it is the end of the list, or, where the pager names the page, a
        contradiction. The listing of everything and a section have a first page at least.
        """
        if number not in self._doubts_by_page:
            self._doubts_by_page[number] = what
            return Step.DOUBT
        if self.is_promised(number):
            return self.end(Ending.CONTRADICTED, f"{what}, twice, and {self._promise(number)}")
        return self.end(Ending.LAST, f"{what}, twice")

    def is_promised(self, number: int) -> bool:
        """Whether there must be such a page."""
        return number <= max(self._named, int(self.kind in _NEVER_EMPTY))

    def _promise(self, number: int) -> str:
        return f"the pager names page {self._named}" if self._named else "there is always one"

    def doubted(self, number: int) -> str | None:
        """What spoke against a page when it was first asked for."""
        return self._doubts_by_page.get(number)

    def rewind(self, number: int) -> None:
        """Forgets what the pages from ``number`` on showed: they are read anew."""
        self.pages.drop_from(number)
        self.leaps.read(())
        self.seen_ids = Ids()
        for seen in self.pages.numbers():
            self.seen_ids.numbers.add(seen)

    def replace(self, numbers_by_page: "dict[int, array[int]]") -> None:
        """Takes what pages show by now for what they showed; nothing that was seen is forgotten."""
        for page, numbers in numbers_by_page.items():
            self.pages.put_numbers(page, numbers)
            for seen in numbers:
                self.seen_ids.numbers.add(seen)

    @property
    def depth(self) -> int:
        """The number of the deepest page that was read, 0 for none."""
        return self.pages.depth

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

    @property
    def is_conditional(self) -> bool:
        """Whether its first page is asked for only if it changed: what reads everything once a
        day believes no validator."""
        return self.is_standing and not self.is_full

    @property
    def is_complete(self) -> bool:
        """Whether everything between the bounds was listed."""
        return self.ending not in (None, Ending.CUT, Ending.CONTRADICTED)


_NEVER_EMPTY = frozenset((Kind.FRONT, Kind.SECTION, Kind.POSTS))
