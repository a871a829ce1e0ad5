"""The account of a run: what it asked for, what came, what was kept and what went wrong.

A run writes one, by attributes and methods; health, metrics, the report and the progress bar
read it. It becomes Scrapy's stats, and the stored run, once at the end (``as_stats``), and comes
back from them (``from_stats``); flat names are known here and in ``edition_report`` alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from kazcrawl import clock
from kazcrawl.health.counts import ArchivedCounts, ArticleCounts, ListingCounts, SourceCounts
from kazcrawl.health.edition_report import BY_EDITION, OF_EDITION, UNTOLD, EditionReport

__all__ = [
    "UNTOLD",
    "ArchivedCounts",
    "ArticleCounts",
    "Delay",
    "EditionReport",
    "ListingCounts",
    "RunReport",
    "SourceCounts",
    "Stats",
]

Stats = Mapping[str, Any]
"""The stats of a crawl by their flat names, as Scrapy holds them or as JSON gave them back."""

# Attributes of a report, and the stat that each becomes.
_SINGLE = {
    "crawl_id": "run/crawl_id",
    "any_host": "run/any_host",
    "stopped_by": "stopped/by",
    "warnings": "run/warnings",
    "clock_ahead": "run/clock_ahead",
    "language_mismatches": "language/mismatch",
    "cleaned_articles": "cleaned/articles",
    "dates_unread": "date/unread",
    "dates_future": "date/future",
    "aliases": "dedupe/alias",
    "more_endpoint": "more/endpoint",
    "more_browser": "more/browser",
    "feed_files": "feed/files",
    "feed_records": "feed/records",
}
_SCRAPYS = {
    "requests": "downloader/request_count",
    "received_bytes": "downloader/response_bytes",
    "seconds": "elapsed_time_seconds",
    "finish_reason": "finish_reason",
    "exceptions": "spider_exceptions/count",
}
# Counters (and, of ``trouble``, texts) by name: each becomes ``<first word>/<name>``.
_BY_NAME = {
    "layout": "layouts",
    "layout_disagreement": "disagreements",
    "looks": "looks",
    "cleaned": "cleaned",
    "invalid": "invalid",
    "failure": "trouble",
}


class Delay(NamedTuple):
    """From publication on the site to the feed, in seconds, of so many articles."""

    articles: int
    median: float
    p95: float


@dataclass(slots=True)
class RunReport:
    """One run. ``asked`` are the editions that it was to walk, ``editions`` what it met there.

    ``ordinary`` is whether it walked what an ordinary run walks (no past range, no choice of
    sections), ``any_host`` whether its site is one of a kind, on whatever host; ``trouble`` says
    what could not be written: ``archive``, ``feed``, ``raw`` or ``output``, with a message;
    ``stopped_by`` a signal's or setting's name; ``clock_ahead`` the seconds by which this machine's
    clock is ahead of the servers'. The last five are Scrapy's own figures, taken over at the end
    (``seconds``: how long it crawled).
    """

    source: str
    started: datetime
    crawl_id: str = ""
    ordinary: bool = True
    any_host: bool = False
    asked: list[str] = field(default_factory=list)
    editions: dict[str, EditionReport] = field(default_factory=dict)
    layouts: Counter[str] = field(default_factory=Counter)
    disagreements: Counter[str] = field(default_factory=Counter)
    language_mismatches: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    cleaned: Counter[str] = field(default_factory=Counter)
    cleaned_articles: int = 0
    dates_unread: int = 0
    dates_future: int = 0
    invalid: Counter[str] = field(default_factory=Counter)
    aliases: int = 0
    archived: ArchivedCounts = field(default_factory=ArchivedCounts)
    more_endpoint: int = 0
    more_browser: int = 0
    feed_files: int = 0
    feed_records: int = 0
    delay: Delay | None = None
    trouble: dict[str, str] = field(default_factory=dict)
    stopped_by: str | None = None
    warnings: list[str] = field(default_factory=list)
    clock_ahead: float = 0.0
    requests: int = 0
    received_bytes: int = 0
    seconds: float = 0.0
    finish_reason: str | None = None
    exceptions: int = 0

    def edition(self, code: str) -> EditionReport:
        """The account of an edition, made when it is first asked for."""
        return self.editions.setdefault(code, EditionReport())

    def met(self, code: str) -> EditionReport:
        """The account of an edition for reading: an empty one where nothing was met."""
        return self.editions.get(code) or EditionReport()

    @property
    def failures(self) -> Counter[str]:
        """Why pages did not come, over all editions."""
        return sum((edition.failures for edition in self.editions.values()), Counter[str]())

    def take_over(self, stats: Stats) -> None:
        """Takes what Scrapy itself counted: requests, bytes, seconds, its end and errors."""
        self._set(stats, _SCRAPYS)

    def as_stats(self) -> dict[str, Any]:
        """The run's stats by their flat names; counts of nothing are left out."""
        stats: dict[str, Any] = {}
        for attribute, name in (_SINGLE | _SCRAPYS).items():
            stats[name] = getattr(self, attribute)
        for first, attribute in _BY_NAME.items():
            for name, value in getattr(self, attribute).items():
                stats[f"{first}/{name}"] = value
        stats["layout_disagreement"] = self.disagreements.total()
        stats |= {f"archive/{name}": count for name, count in self.archived.items()}
        for code, edition in self.editions.items():
            stats |= edition.as_stats(code)
        stats |= {f"failed/{reason}": count for reason, count in self.failures.items()}
        delay = self.delay._asdict() if self.delay else {}
        return {
            **{name: value for name, value in stats.items() if value},
            **{f"delay/{name}": value for name, value in delay.items()},
            "source": self.source,
            "run/started": clock.text(self.started),
            "run/ordinary": self.ordinary,
            "run/editions": list(self.asked),
        }

    @classmethod
    def from_stats(cls, stats: Stats) -> Self:
        """The report that a run's stats tell, those of runs of older versions too.

        Stats that are no report's (Scrapy's others, the verdict) are passed by.
        """
        report = cls(
            source=stats.get("source") or "",
            started=cls.began(stats),
            ordinary=bool(stats.get("run/ordinary")),
            asked=list(stats.get("run/editions") or ()),
        )
        report._set(stats, _SINGLE | _SCRAPYS)
        delay: list[Any] = [stats.get(f"delay/{name}") for name in Delay._fields]
        if None not in delay:
            report.delay = Delay(*delay)
        names_read = {*_SINGLE.values(), *_SCRAPYS.values()}
        for name, value in stats.items():
            first, _, rest = name.partition("/")
            if rest and name not in names_read:
                report._read(first, rest, value)
        told = report.failures
        for name, value in stats.items():
            first, _, rest = name.partition("/")
            if first == "failed" and "/" not in rest and value > told[rest]:
                report.edition(UNTOLD).failures[rest] = value - told[rest]
        return report

    @staticmethod
    def began(stats: Stats) -> datetime:
        """When the run of some stats began (aware); the end of time if they do not tell."""
        return _moment(stats.get("run/started") or stats.get("start_time"))

    def _set(self, stats: Stats, names: Mapping[str, str]) -> None:
        for attribute, name in names.items():
            if stats.get(name):
                setattr(self, attribute, stats[name])

    def _read(self, first: str, rest: str, value: Any) -> None:
        edition, _, name = rest.partition("/")
        if first in _BY_NAME:
            getattr(self, _BY_NAME[first])[rest] = value
        elif first == "archive":
            self.archived.set(rest, value)
        elif first in OF_EDITION:
            setattr(self.edition(rest), first, value)
        elif name and first in BY_EDITION:
            self.edition(edition).read(first, name, value)


def _moment(value: Any) -> datetime:
    """When a run began: Scrapy's stat, or the same from JSON; the end of time if untold."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return datetime.max.replace(tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
