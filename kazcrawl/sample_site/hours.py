"""The hours of a newsroom: few news at night, most of them in the daytime of Astana."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

# Hour of the day, and the share of a day's articles that are out by then.
_BY = [(0, 0.0), (6, 0.02), (9, 0.14), (13, 0.44), (18, 0.82), (21, 0.95), (24, 1.0)]
_SHARES = [(hour / 24, share) for hour, share in _BY]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC) - timedelta(hours=5)
_DAY = 86_400.0


def even(moment: datetime) -> float:
    """Days of the newsroom's work up to a moment: as many articles come in each hour of it."""
    day, share = divmod((moment - _EPOCH).total_seconds() / _DAY, 1)
    return day + _between(share, 0, 1)


def moment_of(work: float) -> datetime:
    """The moment, to the minute, up to which so many days of work were done."""
    day, share = divmod(work, 1)
    return _EPOCH + timedelta(minutes=int((day + _between(share, 1, 0)) * 1440 + 1e-6))


def _between(value: float, known: int, wanted: int) -> float:
    """What belongs to a value by the straight lines between the points."""
    place = bisect_right(_SHARES, value, key=lambda point: point[known])
    low, high = _SHARES[place - 1], _SHARES[place]
    share = (value - low[known]) / (high[known] - low[known])
    return low[wanted] + share * (high[wanted] - low[wanted])
