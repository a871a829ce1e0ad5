"""Runs and past runs, made in a line for the rules' tests."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from kazcrawl.health import PastRun, RunReport
from kazcrawl.health.counts import ArticleCounts, ListingCounts, SourceCounts
from kazcrawl.health.run_report import EditionReport

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


def edition(
    pages: int = 0,
    *,
    listings: ListingCounts | None = None,
    failures: dict[str, int] | None = None,
    refused: int = 0,
    sources: dict[str, SourceCounts] | None = None,
    **articles: int,
) -> EditionReport:
    """An edition with so many listing pages that came, and these counts of articles."""
    return EditionReport(
        listings or ListingCounts(pages=pages),
        ArticleCounts(**articles),
        sources or {},
        refused=refused,
        failures=Counter(failures or {}),
    )


def run(*, before: timedelta = timedelta(), of: str = "kazinform", **editions: Any) -> RunReport:
    """A run that ended by itself, of these editions; all of them were asked for."""
    return RunReport(
        of, NOW - before, asked=list(editions), editions=dict(editions), finish_reason="finished"
    )


def past(count: int, **editions: EditionReport) -> list[PastRun]:
    """So many good runs, one a day until yesterday, that met these editions."""
    days = range(1, count + 1)
    return [PastRun(run(before=timedelta(days=day), **editions), "good") for day in days]
