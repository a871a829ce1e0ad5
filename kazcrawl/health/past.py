"""What is usual: the past runs that a run can be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kazcrawl.health.counts import Stats

WEEKS = 5
"""How many weeks of past runs a verdict looks at."""

# Runs that began about the same hour of the same weekday.
_SAME_HOUR = timedelta(minutes=90)
# As many must be there before anything counts as usual.
_FEWEST = 3
# A young archive has no earlier weeks: then its newest runs say what is usual.
_NEWEST = 20


@dataclass(frozen=True, slots=True)
class PastRun:
    """An earlier run of the same spider: when it began (aware), and its stats."""

    started: datetime
    stats: Stats

    @property
    def ordinary(self) -> bool:
        """Whether it walked what an ordinary run walks, and said what it found."""
        return bool(self.stats.get("run/ordinary")) and self.stats.get("verdict") in (
            "good",
            "nothing new",
            "degraded",
        )


def comparable(past: Sequence[PastRun], started: datetime) -> list[Stats]:
    """The stats of ordinary runs of the same weekday and hour, a few weeks back.

    Where fewer than three are, the newest ordinary runs; empty where these are too few, too.
    """
    ordinary = [run for run in past if run.ordinary and run.started < started]
    same = [
        run.stats
        for run in ordinary
        if any(
            abs(started - run.started - timedelta(weeks=back)) <= _SAME_HOUR
            for back in range(1, WEEKS + 1)
        )
    ]
    if len(same) >= _FEWEST:
        return same
    newest = sorted(ordinary, key=lambda run: run.started)[-_NEWEST:]
    return [run.stats for run in newest] if len(newest) >= _FEWEST else []
