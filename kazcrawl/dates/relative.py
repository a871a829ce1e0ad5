"""Dates that the moment of fetching completes: yesterday, two hours ago, a day without a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kazcrawl.dates.machine import is_future, wall_clock

# Where word, or month and day, and time stand in each row of kinds; -1: midnight.
_DAY_WORD_SHAPES = {"R": (0, -1), "RT": (0, 1), "TR": (1, 0)}
# Of two units counted together: where the numbers stand; -1: one.
_SUM_SHAPES = {"DUDUA": (0, 2), "UDUA": (-1, 1)}
# Without a year: the fetch tells it, and a date in the future was last year's.
_YEARLESS_SHAPES = {"DMT": (1, 0, 2), "MDT": (0, 1, 2), "TDM": (2, 1, 0), "TMD": (1, 2, 0)}


def read_relative(
    kinds: str, values: list[int], fetched_at: datetime, zone: ZoneInfo
) -> datetime | None:
    """The moment of a row of kinds and their values, None for a row that means none."""
    if kinds in _YEARLESS_SHAPES:
        return _read_yearless(kinds, values, fetched_at, zone)
    base = fetched_at.astimezone(zone).replace(microsecond=0)
    seconds = 0
    if kinds in _DAY_WORD_SHAPES:
        word, time = _DAY_WORD_SHAPES[kinds]
        days = values[word]
        seconds = 0 if time < 0 else values[time]
    elif kinds == "n":
        return base
    elif kinds in _SUM_SHAPES:
        return _read_sum(kinds, values, base, zone)
    elif kinds in ("DUA", "WUA", "OUA", "UA", "hUA", "hOUA", "hA"):
        unit = 3600 if kinds == "hA" else values[-2]
        back = values[0] * unit if kinds in ("DUA", "WUA") else unit // (2 if "h" in kinds else 1)
        if unit < 86_400:
            try:
                return (base.astimezone(UTC) - timedelta(seconds=back)).astimezone(zone)
            except OverflowError:
                return None
        days = back // 86_400
    else:
        return None
    try:
        day = base.date() - timedelta(days=days)
    except OverflowError:
        return None
    return wall_clock(day.year, day.month, day.day, seconds, zone)


def _read_sum(kinds: str, values: list[int], base: datetime, zone: ZoneInfo) -> datetime | None:
    """Hours and minutes ago; days and hours would be less exact than they look."""
    first, second = _SUM_SHAPES[kinds]
    larger, smaller = values[first + 1], values[second + 1]
    if not smaller < larger < 86_400:
        return None
    back = (values[first] if first >= 0 else 1) * larger + values[second] * smaller
    return (base.astimezone(UTC) - timedelta(seconds=back)).astimezone(zone)


def _read_yearless(
    kinds: str, values: list[int], fetched_at: datetime, zone: ZoneInfo
) -> datetime | None:
    """A day and month with a time: the last such moment before the fetch."""
    month, day, time = (values[place] for place in _YEARLESS_SHAPES[kinds])
    year = fetched_at.astimezone(zone).year
    for candidate in (year, year - 1):
        moment = wall_clock(candidate, month, day, time, zone)
        if moment is not None and not is_future(moment, fetched_at):
            return moment
    return None
