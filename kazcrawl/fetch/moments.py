"""Moments and seconds as headers of HTTP have them (RFC 9110), whatever a server sends."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MOST_SECONDS = 10**9


def moment_of(value: str) -> datetime | None:
    """The moment (UTC) of an HTTP date in any of its three forms, or with another offset; None
    for what is none."""
    try:
        moment = parsedate_to_datetime(value)
        # asctime's form has no zone, and no comma either.
        if moment.tzinfo is None:
            return None if "," in value else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def seconds_of(value: str) -> int | None:
    """A number of seconds, thirty years at the most; None for what is none."""
    if not (value.isascii() and value.isdecimal()):
        return None
    digits = value.lstrip("0")
    return _MOST_SECONDS if len(digits) > 9 else int(digits or "0")
