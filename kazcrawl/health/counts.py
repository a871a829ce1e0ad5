"""A run's stats by edition, as the rules of a verdict read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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
