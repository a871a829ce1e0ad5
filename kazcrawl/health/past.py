"""What is usual: the past runs that a run can be compared with."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from kazcrawl.health.edition_report import fill_of
from kazcrawl.health.run_report import RunReport, Stats

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


class PastRun:
    """An earlier run of the same spider: its account, and the word of its verdict or None.

    What is given of a run from the archive are its stats. They are read when somebody looks into
    the account: of most of the weeks' runs it only matters when they began.
    """

    def __init__(self, told: RunReport | Stats, verdict: str | None) -> None:
        self._told = told
        self.verdict = verdict

    @cached_property
    def report(self) -> RunReport:
        """Its account."""
        return self._told if isinstance(self._told, RunReport) else RunReport.from_stats(self._told)

    @cached_property
    def started(self) -> datetime:
        """When it began (aware)."""
        told = self._told
        return told.started if isinstance(told, RunReport) else RunReport.began(told)

    @property
    def ordinary(self) -> bool:
        """Whether it walked what an ordinary run walks, and said what it found."""
        told = self._told
        is_ordinary = told.ordinary if isinstance(told, RunReport) else told.get("run/ordinary")
        return bool(is_ordinary) and self.verdict in _SOUND

    def fill(self, edition: str, layout: str) -> Counter[str]:
        """Its records of an edition and layout, and those of them that have each field."""
        if isinstance(self._told, RunReport):
            return self._told.met(edition).fill.get(layout, Counter())
        return fill_of(self._told, edition, layout)


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
