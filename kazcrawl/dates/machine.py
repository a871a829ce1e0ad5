"""Moments and clocks, and the dates that are written for machines: ISO 8601 and RFC 2822.

``zone`` is everywhere the clock on the site's wall.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kazcrawl.text import pattern

# A tag's text may be indented by any amount, but a date is short: longer than this it is prose.
_LOOK_AT = 1_000
_LONGEST = 200
# No page of the web is older; epoch zero and year one stand for "no date" in many templates.
_YEARS = range(1990, 2100)
_HOUR = timedelta(hours=1)

_CHARACTERS: dict[int, str | None] = {
    **{0x660 + n: str(n) for n in range(10)},
    **{0x6F0 + n: str(n) for n in range(10)},
    **{0xFF10 + n: str(n) for n in range(10)},
    # Marks that are not seen: soft hyphen, zero width, direction, byte order, tatweel.
    **dict.fromkeys((0xAD, 0x61C, 0x640, 0x180E, 0xFEFF)),
    **dict.fromkeys(range(0x200B, 0x2010)),
    **dict.fromkeys(range(0x202A, 0x202F)),
    **dict.fromkeys(range(0x2060, 0x2070)),
    ord("："): ":",
    ord("∶"): ":",
    ord("．"): ".",
    ord("／"): "/",
    ord("＋"): "+",
    # One class of dash, so that 30‑01‑2026 with no-break hyphens is what it looks like.
    **dict.fromkeys((0x2010, 0x2011, 0x2212, 0xFF0D), "-"),
}
_ODD = pattern("[" + "".join(map(re.escape, map(chr, _CHARACTERS))) + "]")

_ISO = pattern(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,12})?)?"
    r"\s?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_RFC_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
# The zones that RFC 2822 (4.3) knows by name; all others were never told apart.
_RFC_ZONES = {
    **{"est": "-0500", "edt": "-0400", "cst": "-0600", "cdt": "-0500"},
    **{"mst": "-0700", "mdt": "-0600", "pst": "-0800", "pdt": "-0700"},
}
_RFC = pattern(
    r"((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,\s*)?([0-9]{1,2})\s+"
    r"([a-z]{3,9})\s+([0-9]{4})\s+([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\s+"
    r"(gmt|utc|ut|z|[ecmp][sd]t|[+-][0-9]{2}:?[0-9]{2})(?:\s+\([^()]*\))?",
    re.IGNORECASE | re.ASCII,
)


def read_machine_date(raw: object, *, zone: ZoneInfo) -> datetime | None:
    """The moment that an attribute, JSON-LD or RSS holds, aware, on the site's clock; or None.

    ISO 8601 (``2026-08-18T21:38:00+05:00``; space or ``T``, ``Z`` or ``+0500`` or ``+05``,
    seconds and fractions optional) and RFC 2822 (``Tue, 18 Aug 2026 21:38:00 +0500``; names in
    full, ``+05:00`` and a comment behind the zone as well), and nothing else. An offset is
    believed; without one the clock is the site's (ISO only, RFC 2822 requires its zone); a date
    alone is midnight there. Fractions of seconds are cut off.

    Never raises: a value that is no string, or names no moment of 1990 to 2099, is None.
    """
    if not isinstance(raw, str):
        return None
    text = bounded(raw)
    return (read_iso(text, zone) or read_rfc(text, zone)) if text else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins by a clock."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def to_utc(moment: datetime) -> str:
    """``2026-08-18T16:38:00Z``: the moment in UTC, whole seconds (fractions are cut off).

    Raises ValueError for a datetime without a zone, which names no moment.
    """
    must_be_aware(moment)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def to_local(moment: datetime, zone: ZoneInfo) -> str:
    """``2026-08-18T21:38:00+05:00``: the moment with the offset that was valid there then.

    Whole seconds (fractions are cut off). Raises ValueError for a datetime without a zone.
    """
    must_be_aware(moment)
    return moment.astimezone(zone).isoformat(timespec="seconds")


def is_future(moment: datetime, fetched_at: datetime) -> bool:
    """Whether ``moment`` is later than the fetch by more than one hour.

    An hour is what clocks differ by; more is a wrong date, such as local time labelled GMT.
    Raises ValueError when either has no zone.
    """
    must_be_aware(moment)
    must_be_aware(fetched_at)
    # Two datetimes of one zone are compared by their wall clocks, which go back on 2024-03-01.
    return moment.astimezone(UTC) - fetched_at.astimezone(UTC) > _HOUR


def must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone names no moment")


def bounded(raw: str) -> str | None:
    """The stripped string, or None when it is empty or too long to be a date."""
    head = raw[:_LOOK_AT]
    if len(raw) > _LOOK_AT and not head[-1].isspace():
        # Cut inside a word or number, the rest of which might change what was read.
        return None
    text = " ".join(head.split())
    if len(text) > _LONGEST:
        return None
    return text.translate(_CHARACTERS).strip() if _ODD.search(text) else text


def wall_clock(year: int, month: int, day: int, seconds: int, zone: ZoneInfo) -> datetime | None:
    """A date and the seconds since its midnight by the clock on the wall."""
    if year not in _YEARS:
        return None
    minutes, second = divmod(seconds, 60)
    try:
        return datetime(year, month, day, minutes // 60, minutes % 60, second, tzinfo=zone)
    except ValueError:
        return None


def read_iso(text: str, zone: ZoneInfo) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    fields = (year, month, day, hour or "0", minute or "0", second or "0")
    return _zoned(fields, offset, zone)


def read_rfc(text: str, zone: ZoneInfo, weekday_required: bool = False) -> datetime | None:
    match = _RFC.fullmatch(text)
    if match is None:
        return None
    weekday, day, name, year, hour, minute, second, offset = match.groups()
    month = _RFC_MONTHS.get(name[:3].lower())
    if (
        month is None
        or not _MONTH_NAMES[month - 1].startswith(name.lower())
        or (weekday_required and not weekday and offset.isalpha())
    ):
        return None
    offset = _RFC_ZONES.get(offset.lower(), offset)
    return _zoned((year, str(month), day, hour, minute, second or "0"), offset, zone)


def _zoned(fields: tuple[str, ...], told: str | None, zone: ZoneInfo) -> datetime | None:
    year, month, day, hour, minute, second = map(int, fields)
    if hour > 23 or minute > 59 or second > 59:
        return None
    moment = wall_clock(year, month, day, (hour * 60 + minute) * 60 + second, zone)
    if moment is None or told is None:
        return moment
    offset = timedelta()
    if not told.isalpha():
        hours, minutes = int(told[1:3]), int(told[3:].lstrip(":") or "0")
        # No clock on earth is further from UTC.
        if hours > 14 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if told[0] == "-" else 1)
    return (moment.replace(tzinfo=UTC) - offset).astimezone(zone)
