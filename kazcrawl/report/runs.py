"""What the report tells of runs: read from their accounts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from kazcrawl import clock
from kazcrawl.archive.runs import Run
from kazcrawl.health.causes import REFUSALS, causes
from kazcrawl.health.fields import FILLED, RECORDS
from kazcrawl.health.run_report import UNTOLD, RunReport
from kazcrawl.sites.registry import edition_name, main_site

Order = Callable[[tuple[str, str]], tuple[int, int, str, str]]
"""The place of a source's edition among the others."""

_RULES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Share:
    """How many of an edition's records have a field; None of no records."""

    field: str
    share: float | None


@dataclass(frozen=True, slots=True)
class EditionState:
    """What the newest run met at an edition; ``causes`` says why pages failed, or nothing."""

    edition: str
    listings: int
    articles: int
    failed: int
    causes: str


def states(run: Run | None, order: Order) -> list[EditionState]:
    """Every edition that a run asked for or met, one of which nothing came among them."""
    if run is None:
        return []
    report = RunReport.from_stats(run.stats)
    codes = {*report.asked, *report.editions} - {UNTOLD}
    return [
        EditionState(
            code,
            edition.listings.pages,
            edition.articles_came,
            edition.failed,
            causes({code: edition.failures + edition.errors}),
        )
        for code in sorted(codes, key=lambda code: order((run.source, code)))
        for edition in [report.met(code)]
    ]


def of_runs(runs: Iterable[Run], order: Order) -> dict[str, Any]:
    """What the accounts of runs tell by day, edition and rule: attributes of ``Facts``, and
    ``asked``, the day since which each edition is asked for. The oldest run comes first."""
    requests, refused, failed = Counter[date](), Counter[date](), Counter[date]()
    delays: defaultdict[date, list[float]] = defaultdict(list)
    layouts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    fields: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    removed, asked = Counter[str](), dict[tuple[str, str], date]()
    for run in runs:
        day = clock.parse(run.started_at).astimezone(main_site().clock).date()
        report = RunReport.from_stats(run.stats)
        requests[day] += report.requests
        for code in report.asked:
            asked.setdefault((run.source, code), day)
        failures = report.failures
        failed[day] += sum(failures[reason] for reason in failures if reason not in REFUSALS)
        if report.delay:
            delays[day].append(report.delay.median)
        for code, edition in report.editions.items():
            refused[day] += edition.refused
            for layout, counts in edition.fill.items():
                fields[run.source, code].update(counts)
                layouts[run.source, code][layout] += counts[RECORDS]
        removed.update(report.cleaned)
    known = sorted(fields, key=order)
    return {
        "requests": requests,
        "refused": refused,
        "failed": failed,
        "delay": {day: median(seconds) / 60 for day, seconds in delays.items()},
        "layouts": {edition_name(*key): layouts[key] for key in known},
        "fields": {edition_name(*key): _shares(fields[key]) for key in known},
        "asked": asked,
        "removed": removed.most_common(_RULES_SHOWN),
    }


def _shares(counts: Counter[str]) -> list[Share]:
    records = counts[RECORDS]
    return [Share(name, counts[name] / records if records else None) for name in FILLED]
