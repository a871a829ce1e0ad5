"""What is counted: of listing pages, of articles, of feeds for machines, of versions."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self


class Counts:
    """What the dataclasses of whole numbers below share: they can be read and set by name."""

    __slots__ = ()

    def items(self) -> Iterator[tuple[str, int]]:
        """Every count by its name."""
        for count in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            yield count.name, getattr(self, count.name)

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return any(count for _, count in self.items())

    def add(self, other: Self) -> None:
        """Adds other counts of the same kind."""
        for name, count in other.items():
            setattr(self, name, getattr(self, name) + count)

    def set(self, name: str, count: int) -> None:
        """Sets a count by its name; a name that is none of these counts is passed by."""
        if name in self.__slots__:
            setattr(self, name, count)


@dataclass(slots=True)
class ListingCounts(Counts):
    """Listing pages of an edition.

    ``pages`` came; of these ``unchanged`` since the last run, ``empty`` of a day without articles,
    ``unfit`` that no known layout could read, ``nameless`` whose cards are mostly no articles.
    ``failed`` did not come, asked for twice. ``strange`` are cards, new ones, that lead to the
    site and to no article's address.
    """

    pages: int = 0
    unchanged: int = 0
    empty: int = 0
    unfit: int = 0
    failed: int = 0
    nameless: int = 0
    strange: int = 0


@dataclass(slots=True)
class AuditCounts(Counts):
    """An edition's days that were called complete, read again: ``listed`` articles, of which
    ``missed`` were not archived."""

    listed: int = 0
    missed: int = 0

    @property
    def recall(self) -> float | None:
        """The share that was there, None where nothing was listed."""
        return 1 - self.missed / self.listed if self.listed else None


@dataclass(slots=True)
class WitnessCounts(Counts):
    """Articles of the spans over which both a feed and the listing went: how many each told, and
    how many both did."""

    feed: int = 0
    listing: int = 0
    both: int = 0


@dataclass(slots=True)
class ArticleCounts(Counts):
    """Articles of an edition.

    Asked for: ``asked`` new ones, ``retried`` that failed in earlier runs, ``revisited`` archived
    ones; not asked for: ``known`` cards whose article is archived, ``postponed`` that failed of
    late. Of what came: ``read``, of these ``generic`` by no known layout; ``unchanged`` (304),
    ``unfit`` no layout could read, ``invalid`` no article, ``missing`` 404, 410 or a page that
    says so, of these ``absent`` new ones; ``raised`` an error while it was read. ``failed`` did
    not come. ``unaccounted``: read, and then neither archived nor dropped for a reason of ours.
    """

    asked: int = 0
    known: int = 0
    postponed: int = 0
    retried: int = 0
    revisited: int = 0
    read: int = 0
    generic: int = 0
    unchanged: int = 0
    unfit: int = 0
    invalid: int = 0
    missing: int = 0
    failed: int = 0
    absent: int = 0
    raised: int = 0
    unaccounted: int = 0


@dataclass(slots=True)
class SourceCounts(Counts):
    """A feed for machines of an edition: RSS, sitemap or the sitemap of the last news.

    ``entries`` (of the last news ``cards``) are the articles that it told, ``new`` of these were
    not archived, ``changed`` archived ones that it says changed. ``unchanged`` it answered 304;
    ``missing`` 404; ``failed`` did not come; ``broken`` no feed, or cut off; ``short`` does not
    reach known ground; ``behind`` older than what is archived; ``untrusted`` calls too much
    changed.
    """

    entries: int = 0
    cards: int = 0
    new: int = 0
    unchanged: int = 0
    missing: int = 0
    broken: int = 0
    short: int = 0
    behind: int = 0
    failed: int = 0
    changed: int = 0
    untrusted: int = 0


@dataclass(slots=True)
class ArchivedCounts(Counts):
    """What came of the articles that were read: versions by what they are to the archive."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    gone: int = 0
