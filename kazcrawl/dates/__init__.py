"""Dates: what the site prints, or a machine-readable attribute holds, to an aware datetime."""

from kazcrawl.dates.find import find_date, has_time
from kazcrawl.dates.forms import read_date
from kazcrawl.dates.machine import is_future, midnight, read_machine_date, to_local, to_utc

__all__ = [
    "find_date",
    "has_time",
    "is_future",
    "midnight",
    "read_date",
    "read_machine_date",
    "to_local",
    "to_utc",
]
