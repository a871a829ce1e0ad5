"""Which fields came: their share among the records of a layout, against what is usual.

The stats are ``field/<edition>/<layout>/records`` and ``field/<edition>/<layout>/<field>``
(pipelines/coverage.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import comb, sqrt
from statistics import median
from typing import NamedTuple

from kazcrawl.health.counts import Stats
from kazcrawl.health.past import PastRun
from kazcrawl.sites.kazinform import SITE

COVERED = ("headline", "body", "date", "author", "section", "image")
"""The fields whose share is counted."""

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


def rarer(stats: Stats, past: Sequence[PastRun]) -> list[Rare]:
    """The fields that vanished from, or became rare on, an edition's pages of a layout.

    A run of few records proves little: those of the runs just before it that lacked the
    field as well are counted with it.
    """
    newest_first = sorted(past, key=lambda run: run.started, reverse=True)
    days = _days(past)
    found = []
    for edition, layout in _layouts(stats):
        for name in COVERED:
            usual = _usual(days.get((edition, layout), {}), name)
            if usual is None or usual[0] < _USUAL_LEAST:
                continue
            records, having = _counts(stats, edition, layout, name)
            if having == 0:
                for run in newest_first:
                    more, had = _counts(run.stats, edition, layout, name)
                    if had:
                        break
                    records += more
            if _at_most(having, records, usual[1]) < _CHANCE:
                found.append(Rare(edition, layout, name, having, records, usual[0]))
    return found


def _layouts(stats: Stats) -> Iterator[tuple[str, str]]:
    for name in sorted(stats):
        parts = name.split("/")
        if len(parts) == 4 and parts[0] == "field" and parts[3] == "records":
            yield parts[1], parts[2]


def _counts(stats: Stats, edition: str, layout: str, name: str) -> tuple[int, int]:
    prefix = f"field/{edition}/{layout}/"
    return stats.get(prefix + "records", 0), stats.get(prefix + name, 0)


def _days(past: Sequence[PastRun]) -> dict[tuple[str, str], dict[date, Counter[str]]]:
    """The counts of past runs by edition and layout, and by day: one look at each stat."""
    found: dict[tuple[str, str], dict[date, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for run in past:
        day = run.started.astimezone(SITE.clock).date()
        for name, value in run.stats.items():
            if name[:6] == "field/":
                _, edition, layout, count = name.split("/")
                found[edition, layout][day][count] += value
    return found


def _usual(days: Mapping[date, Counter[str]], name: str) -> tuple[float, float] | None:
    """The median of the field's share by day, and how low the true share may be.

    None where too few records were counted.
    """
    records = sum(counts["records"] for counts in days.values())
    if records < _FEWEST:
        return None
    share = median(counts[name] / counts["records"] for counts in days.values())
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
