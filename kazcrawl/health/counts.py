"""What is counted: of listing pages, of articles, of feeds for machines, of versions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any


class Counts:
    """What the dataclasses of whole numbers below share: they can be read and set by name."""

    __slots__ = ()

    def items(self) -> Iterator[tuple[str, int]]:
        """Every count by its name."""
        for one in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            yield one.name, getattr(self, one.name)

    def set(self, name: str, count: int) -> None:
        """Sets a count by its name; a name that is none of these counts is passed by."""
        if name in self.__slots__:
            setattr(self, name, count)


@dataclass(slots=True)
class ListingCounts(Counts):
    """Listing pages of an edition.

    ``pages`` came; of these ``unchanged`` since the last run, ``empty`` of a day without articles,
    ``unfit`` that no known layout could read. ``failed`` did not come, asked for twice.
    """

    pages: int = 0
    unchanged: int = 0
    empty: int = 0
    unfit: int = 0
    failed: int = 0


@dataclass(slots=True)
class ArticleCounts(Counts):
    """Articles of an edition.

    Asked for: ``asked`` new ones, ``retried`` that failed in earlier runs, ``revisited`` archived
    ones; not asked for: ``known`` cards whose article is archived, ``postponed`` that failed of
    late. Of what came: ``read``, of these ``generic`` by no known layout; ``unchanged`` (304),
    ``unfit`` no layout could read, ``invalid`` no article, ``missing`` 404, 410 or a page that
    says so. ``failed`` did not come.
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


Stats = Mapping[str, Any]
"""The stats of one crawl: ``spiders/base.py`` and the pipelines say which there are."""


def by_edition(stats: Stats, kind: str) -> dict[str, Counter[str]]:
    """Counts of ``<kind>/<edition>/<count>`` by edition."""
    found: dict[str, Counter[str]] = {}
    for name, value in stats.items():
        first, _, rest = name.partition("/")
        edition, _, count = rest.partition("/")
        if first == kind and count:
            found.setdefault(edition, Counter())[count] += value
    return found


def by_name(stats: Stats, kind: str) -> Counter[str]:
    """Counts of ``<kind>/<name>`` by name, such as ``refused/ru`` or ``failed/503``."""
    counts: Counter[str] = Counter()
    for name, value in stats.items():
        first, _, rest = name.partition("/")
        if first == kind and rest and "/" not in rest:
            counts[rest] += value
    return counts


def total(counts: Mapping[str, Counter[str]], *names: str) -> int:
    """The sum of some counts over all editions."""
    return sum(one[name] for one in counts.values() for name in names)


def seen(listing: Counter[str], article: Counter[str], discovery: Counter[str]) -> int | None:
    """How many articles an edition's listings named, archived ones among them.

    None where that cannot be said: no listing page came, or the site answered that a page or
    feed had not changed.
    """
    unchanged = any(name.endswith("unchanged") for name in discovery) or listing["unchanged"]
    if not listing["pages"] or unchanged:
        return None
    return article["asked"] + article["known"] + article["postponed"]


REFUSALS = ("401", "403", "407", "429", "451", "challenge")
"""Failures by which a server says that it does not want us."""

# What Scrapy calls a failure, in an operator's words.
_CAUSES = {
    "CannotResolveHostError": "the host's name cannot be resolved",
    "DownloadConnectionRefusedError": "no server accepts the connection",
    "DownloadTimeoutError": "no answer in time",
    "DownloadFailedError": "the connection failed",
    "DownloadCancelledError": "the answer was too large",
    "ResponseDataLossError": "the answer was cut off",
    "robots.txt": "robots.txt forbids it",
    "off-site": "led to another site",
    "401": "HTTP 401, a log-in is asked for",
    "403": "HTTP 403, forbidden",
    "challenge": "a challenge or log-in page stands in the place of the page",
    "no text": "an answer without text",
    "redirects": "redirected in circles",
    "429": "HTTP 429, too many requests",
}


def causes(stats: Stats) -> str:
    """Why pages failed, the most frequent first: ``HTTP 503 (14), no answer in time (2)``."""
    counts = by_name(stats, "failed")
    return ", ".join(f"{cause(name)} ({number})" for name, number in counts.most_common())


def cause(name: str) -> str:
    """A failure's name, as ``failed/<name>`` counts it, in an operator's words."""
    return _CAUSES.get(name, f"HTTP {name}" if name.isdecimal() else name)


def names(editions: Iterable[str]) -> str:
    """Editions as a list in a sentence."""
    return ", ".join(sorted(editions))


def summary(stats: Stats) -> Iterator[str]:
    """A run in a few lines, one an edition: what the log of a healthy run holds of it."""
    articles = by_edition(stats, "article")
    for edition, listing in sorted(by_edition(stats, "listing").items()):
        counts = articles.get(edition, Counter())
        told = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
        pages = ", ".join(f"{listing[name]} {name}" for name in sorted(listing) if name != "pages")
        yield f"{edition}: {listing['pages']} listing pages{pages and f' ({pages})'}; {told}"
    seconds = stats.get("elapsed_time_seconds") or 0
    yield (
        f"{stats.get('downloader/request_count', 0)} requests, "
        f"{stats.get('downloader/response_bytes', 0) / 1e6:.1f} MB in {seconds:.0f} s"
    )
