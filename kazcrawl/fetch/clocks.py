"""What the servers of a run say about the time, held against this machine's clock."""

from bisect import insort
from datetime import datetime, timedelta

from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.fetch.moments import moment_of, seconds_of
from kazcrawl.health.degraded import CLOCKS_NOT_BELIEVED

# So many answers tell it; a backfill has a hundred thousand.
_ENOUGH = 1000


def ahead_of(response: Response) -> float | None:
    """Seconds by which this machine's clock is ahead of a server's, None where that tells none.

    An answer out of a cache is as old as its ``Age`` says.
    """
    date, age = (
        (response.headers.get(name) or b"").decode("latin-1").strip() for name in ("Date", "Age")
    )
    theirs = moment_of(date)
    if theirs is None:
        return None
    return (clock.now() - theirs).total_seconds() - (seconds_of(age) or 0)


class ServerClocks:
    """The clocks of the servers that answered in a run."""

    def __init__(self) -> None:
        # In order: every article asks for the middle.
        self._ahead: list[float] = []

    def hear(self, response: Response) -> None:
        """Takes what an answer says of the time."""
        seconds = ahead_of(response) if len(self._ahead) < _ENOUGH else None
        if seconds is not None:
            insort(self._ahead, seconds)

    @property
    def ahead(self) -> timedelta:
        """By how much this machine's clock is ahead of the servers': the median; nothing where
        none told."""
        if not self._ahead:
            return timedelta()
        below, above = self._ahead[(len(self._ahead) - 1) // 2], self._ahead[len(self._ahead) // 2]
        return timedelta(seconds=(below + above) / 2)

    @property
    def are_apart(self) -> bool:
        """Whether no clock is to be believed: neither what is new nor what is past is sure."""
        return abs(self.ahead.total_seconds()) > CLOCKS_NOT_BELIEVED

    def now(self) -> datetime:
        """What time it is: by this machine, or by the servers where its clock is far behind theirs.

        News would lie in its future, and their dates not be believed. One that is ahead does no
        such harm, and servers that live in the past would.
        """
        return clock.now() - (min(self.ahead, timedelta()) if self.are_apart else timedelta())
