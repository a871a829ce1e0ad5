"""How a server says that it does not want to be asked now."""

from datetime import datetime, timedelta

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from kazcrawl.fetch.moments import moment_of, seconds_of

REFUSALS = (401, 403, 407, 429, 451)
"""Statuses by which a server refuses us."""


class NotAskedError(IgnoreRequest):
    """A request that was not made; the message is the reason in a word.

    ``until`` is the time (UTC text) before which the server asked not to be asked, or None.
    """

    def __init__(self, reason: str, until: str | None = None) -> None:
        super().__init__(reason)
        self.until = until


def name_of(error: Exception) -> str:
    """An error in a word: the reason that its class is told by, or the name of its class."""
    reason = getattr(type(error), "reason", None)
    return reason if isinstance(reason, str) else type(error).__name__


def retry_after(response: Response, now: datetime) -> datetime | None:
    """When a server wants to be asked again: its Retry-After, in seconds or as a date."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    seconds = seconds_of(value)
    return moment_of(value) if seconds is None else now + timedelta(seconds=seconds)
