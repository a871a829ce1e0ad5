"""Fill: which fields came, their share among the records of a layout, against what is usual."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from math import comb, sqrt
from statistics import median
from typing import NamedTuple

from kazcrawl.health.past import PastRun
from kazcrawl.health.run_report import RunReport

FILLED = {
    "headline": "headline",
    "body": "article_body",
    "date": "date_published",
    "author": "author",
    "section": "article_section",
    "image": "image",
}
"""The fields whose fill is counted, each with the attribute of an article that holds it."""

RECORDS = "records"
"""How ``EditionReport.fill`` counts the records themselves, beside their fields."""

# A field that fewer records have is no promise of the layout.
_USUAL_LEAST = 0.3
# No share is certain: a hundredth may lack anything.
_USUAL_MOST = 0.99
# Of fewer records nobody knows what is usual.
_FEWEST = 50
# How far what is usual may lie from the truth, in standard errors.
_ERRORS = 4
# Chance that so few records have the field though nothing changed. Years of half-hourly runs
# of seven editions ask this a million times a year.
_CHANCE = 1e-8


class Rare(NamedTuple):
    """A field that is rarer than usual: in ``having`` of ``records``, usually in ``usual``."""

    edition: str
    layout: str
    field: str
    having: int
    records: int
    usual: float


def rarer(report: RunReport, past: Sequence[PastRun]) -> list[Rare]:
    """The fields that vanished from, or became rare on, an edition's pages of a layout.

    A run of few records proves little: those of the runs just before it that lacked the
    field as well are counted with it.
    """
    newest_first = sorted(past, key=lambda run: run.started, reverse=True)
    rare = []
    for edition, layout in _layouts(report):
        counts = report.met(edition).fill[layout]
        days = _days(past, edition, layout)
        for name in FILLED:
            usual = _usual(days, name)
            if usual is None or usual[0] < _USUAL_LEAST:
                continue
            records, having = counts[RECORDS], counts[name]
            if having == 0:
                for run in newest_first:
                    before = run.fill(edition, layout)
                    if before[name]:
                        break
                    records += before[RECORDS]
            if _at_most(having, records, usual[1]) < _CHANCE:
                rare.append(Rare(edition, layout, name, having, records, usual[0]))
    return rare


def _layouts(report: RunReport) -> list[tuple[str, str]]:
    return sorted(
        (code, layout)
        for code, edition in report.editions.items()
        for layout, counts in edition.fill.items()
        if counts[RECORDS]
    )


def _days(past: Sequence[PastRun], edition: str, layout: str) -> dict[date, Counter[str]]:
    """The counts of past runs of an edition and layout, by day.

    Days only gather runs until they are enough to tell a share from; where one ends does not
    matter, so they are UTC's, whatever clock the site has.
    """
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for run in past:
        counts = run.fill(edition, layout)
        if counts[RECORDS]:
            days[run.started.astimezone(UTC).date()].update(counts)
    return days


def _usual(days: Mapping[date, Counter[str]], name: str) -> tuple[float, float] | None:
    """The median of the field's share by day, and how low the true share may be.

    None where too few records were counted.
    """
    records = sum(counts[RECORDS] for counts in days.values())
    if records < _FEWEST:
        return None
    share = median(counts[name] / counts[RECORDS] for counts in days.values())
    capped = min(share, _USUAL_MOST)
    return share, max(0.0, capped - _ERRORS * sqrt(capped * (1 - capped) / records))


def _at_most(having: int, records: int, share: float) -> float:
    """Chance that at most ``having`` of ``records`` have what a ``share`` of all has."""
    return float(
        sum(
            comb(records, number) * share**number * (1 - share) ** (records - number)
            for number in range(having + 1)
        )
    )
