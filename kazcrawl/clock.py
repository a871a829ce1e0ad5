"""The one place that reads the clock."""

import re
from datetime import UTC, datetime, timedelta

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_ahead = timedelta()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC) + _ahead


def begin_at(moment: datetime) -> None:
    """Makes it ``moment`` (aware) now; from there the clock goes on. For simulations."""
    global _ahead
    _ahead = moment - datetime.now(UTC)


def text(moment: datetime) -> str:
    """A moment as the feed prints it: UTC, whole seconds, ``2026-08-18T16:38:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(seconds: float) -> datetime:
    """A moment given in seconds since 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def parse(text: str) -> datetime:
    """What ``text`` printed, as an aware datetime."""
    if _FORM.fullmatch(text):
        return datetime.fromisoformat(text)  # a tenth of the time
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
