"""What is usual: the past runs that a run can be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kazcrawl.health.run_report import RunReport

WEEKS = 5
"""How many weeks of past runs a verdict looks at."""

# Runs that began about the same hour of the same weekday.
_SAME_HOUR = timedelta(minutes=90)
# As many must be there before anything counts as usual.
_FEWEST = 3
# A young archive has no earlier weeks: then its newest runs say what is usual.
_NEWEST = 20
# Verdicts on runs that read what the site showed.
_SOUND = ("good", "nothing new", "degraded")


@dataclass(frozen=True, slots=True)
class PastRun:
    """An earlier run of the same spider: its account, and the word of its verdict or None."""

    report: RunReport
    verdict: str | None

    @property
    def started(self) -> datetime:
        """When it began (aware)."""
        return self.report.started

    @property
    def ordinary(self) -> bool:
        """Whether it walked what an ordinary run walks, and said what it found."""
        return self.report.ordinary and self.verdict in _SOUND


def comparable(past: Sequence[PastRun], started: datetime) -> list[RunReport]:
    """The ordinary runs of the same weekday and hour, a few weeks back.

    Where fewer than three are, the newest ordinary runs; empty where these are too few, too.
    """
    ordinary = [run for run in past if run.ordinary and run.started < started]
    same = [
        run.report
        for run in ordinary
        if any(
            abs(started - run.started - timedelta(weeks=back)) <= _SAME_HOUR
            for back in range(1, WEEKS + 1)
        )
    ]
    if len(same) >= _FEWEST:
        return same
    newest = sorted(ordinary, key=lambda run: run.started)[-_NEWEST:]
    return [run.report for run in newest] if len(newest) >= _FEWEST else []
