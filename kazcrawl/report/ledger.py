"""The ledger as the report shows it: a row an edition, and what fills its gaps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import Day, begun, coverage
from kazcrawl.logs.program import called
from kazcrawl.sites.registry import clock_of, rank, site_named, sites

Key = tuple[str, str]
"""A source and an edition of it."""

_DAY = timedelta(days=1)


def ledger_of(
    archive: Archive, sources: Iterable[str], days: list[date], asked: Mapping[Key, date]
) -> dict[Key, list[Day]]:
    """The days of every edition of the sources, in the sites' order.

    ``asked`` says since when runs ask for an edition: one that never answered has nothing but
    gaps since then, and one that nobody asks for no days at all. Raises ArchiveError.
    """
    ledger: dict[Key, list[Day]] = defaultdict(list)
    for source in sources:
        for code in site_named(source).editions if source in sites() else ():
            ledger[source, code] = []
        for day in coverage(archive, source, clock_of(source), since=days[0], until=days[-1]):
            ledger[source, day.edition].append(day)
    return {
        key: begun(ledger[key]) or _unanswered(key, days, asked.get(key))
        for key in sorted(ledger, key=_order)
    }


def gaps(ledger: Mapping[Key, list[Day]], today: date) -> dict[Key, list[date]]:
    """The days of each edition that are not complete, but today: it is not over."""
    lacking = {
        key: [row.day for row in rows if not row.complete and row.day < today]
        for key, rows in ledger.items()
    }
    return {key: days for key, days in lacking.items() if days}


def fill_commands(ledger: Mapping[Key, list[Day]], today: date) -> list[str]:
    """The commands that fill the gaps, one a stretch of days, the newest first."""
    editions: dict[tuple[str, date, date], list[str]] = defaultdict(list)
    for (source, edition), days in gaps(ledger, today).items():
        for first, last in _stretches(days):
            editions[source, first, last].append(edition)
    ordered = sorted(editions.items(), key=lambda item: item[0][1:], reverse=True)
    return [
        command for (source, *days), codes in ordered for command in _crawls(source, codes, *days)
    ]


def _crawls(source: str, codes: list[str], first: date, last: date) -> list[str]:
    site = site_named(source) if source in sites() else None
    crawl = f"{called()} crawl {source}"
    if site is None or site.any_host:
        return [f"{crawl} -a site=https://{code}/ -a since={first}" for code in codes]
    until = f" -a until={last}" if all(site.edition(code).day for code in codes) else ""
    return [f"{crawl} -a editions={','.join(codes)} -a since={first}{until}"]


def _stretches(days: list[date]) -> list[tuple[date, date]]:
    """First and last of days that follow one another."""
    stretches: list[tuple[date, date]] = []
    for day in days:
        if stretches and day - stretches[-1][1] == _DAY:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return stretches


def _unanswered(key: Key, days: list[date], since: date | None) -> list[Day]:
    return [Day(*key, day) for day in days if since and day >= since]


def _order(key: Key) -> tuple[int, int, str, str]:
    return rank(*key)
