"""Printed dates: what a page shows, to an aware datetime.

The agency's own forms go by a table: a string is cut into tokens, every token has one meaning,
and only an order of meanings that names exactly one moment is read. Whatever the table does not
know goes to dateparser, strictly. A date that needs a guess is None: a missing date can be seen
and mended, a wrong one cannot.

Nothing here reads a clock; what "yesterday" means comes from the caller.
"""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from kazcrawl.dates.beside import date_only, own_parts, yearless_chinese
from kazcrawl.dates.fallback import ask_dateparser
from kazcrawl.dates.machine import (
    bounded,
    is_future,
    must_be_aware,
    read_iso,
    read_rfc,
    wall_clock,
)
from kazcrawl.dates.relative import read_relative
from kazcrawl.dates.tokens import (
    FORBIDDEN,
    LABEL,
    NUMERIC,
    TIME,
    TOKEN,
    UNKNOWN,
    classify,
    twelve_hours,
)
from kazcrawl.dates.zones import is_called, without_zone, zone_named

# Clock labels of the region: sites label the moment of rendering, or their own clock, and none of
# it is believed. A label of another part of the world forbids reading.
_REGION = range(2, 9)
# Pages older than the first are not on the web any more; zones are not known beyond the last.
_YEARS = range(2012, 2038)
_HOUR = timedelta(hours=1)
# Slashes and hyphens mean day first wherever these are written (CLDR's short dates); elsewhere it
# cannot be known. "en-US" least of all: WordPress says it of every site that sets no language, and
# offers both orders.
_DAY_FIRST = frozenset(("ru", "kk", "uz", "en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-sg"))
_IN_TABLE = frozenset(("ru", "kk", "uz", "en", "zh"))

# Where year, month, day and time stand in each row of kinds; -1: midnight.
_SHAPES: dict[str, tuple[int, int, int, int]] = {}
for _core in ("DMY", "MDY", "YDM", "YMD"):
    _y, _m, _d = (_core.index(_kind) for _kind in "YMD")
    _SHAPES[_core] = (_y, _m, _d, -1)
    _SHAPES[_core + TIME] = (_y, _m, _d, 3)
    _SHAPES[TIME + _core] = (_y + 1, _m + 1, _d + 1, 0)
# Tokens of these kinds tell of a moment; what has none is no part of a date.
_TELLING = frozenset(("Y", "M", NUMERIC, "S", "R", "A", "n", TIME, LABEL))
_NUMERIC_SHAPES = {"N": (0, -1), "NT": (0, 1), "TN": (1, 0)}


def read_date(
    raw: str | None,
    language: str | None = None,
    fetched_at: datetime | None = None,
    *,
    zone: ZoneInfo,
) -> datetime | None:
    """The moment that a page prints, aware, on the site's clock, in whole seconds; or None.

    ``raw`` is the text of a date element or the value of an attribute. Forms and month names are
    those of the agency's pages and of sites that republish it; an ISO 8601 or RFC 2822 string is
    read as `read_machine_date` reads it. A clock label beside a printed date ("GMT +5") is not
    believed: the agency's follows the moment of rendering. A date without a time is midnight by
    ``zone``; an hour that the clock showed twice is its first.

    A clock that the date names ("3:40 PM EST") is believed where the name means one (`zones`).

    ``language`` is a BCP 47 tag. The table of the agency's forms needs it only for numeric dates
    with slashes or hyphens; dateparser is asked only when it is given, for that language alone.

    ``fetched_at`` is an aware datetime: relative forms ("Вчера, 09:10", "2 weeks ago") are
    counted from it, in the site's days, and without it they are None. Seconds, minutes and hours
    are subtracted from it; days and weeks give the midnight of the day they lead to. With it, no
    moment for which `is_future` holds is returned.

    None is for everything that cannot be read without guessing: a part of a date, a day that does
    not exist, two dates, a range, a month or year ago, a year outside 1990 to 2099. No string
    raises; ``fetched_at`` without a zone raises ValueError.
    """
    if fetched_at is not None:
        must_be_aware(fetched_at)
    if not isinstance(raw, str):
        return None
    text = bounded(raw)
    if not text:
        return None
    text, clock = without_zone(date_only(text))
    if clock is not None:
        moment = read_date(text, language, fetched_at, zone=zone_named(clock))
        return moment.astimezone(zone) if moment and is_called(moment, clock) else None
    moment = _read(text, language, fetched_at, zone)
    if moment is None and len(own := own_parts(text, _is_strange)) < len(text):
        moment = _read(own, language, fetched_at, zone)
    if moment is None or (fetched_at is not None and is_future(moment, fetched_at)):
        return None
    return moment


def _is_strange(part: str) -> bool:
    """Whether a part of a line says nothing of a moment: a place, a section, a name."""
    kinds = {classify(token)[0] for token in TOKEN.findall(part)}
    return UNKNOWN in kinds and kinds.isdisjoint(_TELLING)


def _read(
    text: str, language: str | None, fetched_at: datetime | None, zone: ZoneInfo
) -> datetime | None:
    if text[4:5] == "-":
        moment = read_iso(text, zone)
        if moment is not None:
            return moment
    if fetched_at is not None and _primary(language) == "zh":
        text = yearless_chinese(text)
    kinds = ""
    values: list[int] = []
    for token in TOKEN.findall(text):
        kind, value = classify(token)
        if kind == LABEL:
            kind = "" if value in _REGION or value in _own_labels(zone) else FORBIDDEN
        if kind:
            kinds += kind
            values.append(value)
    shape = _SHAPES.get(kinds)
    if shape is not None:
        year, month, day, time = shape
        seconds = 0 if time < 0 else values[time]
        return wall_clock(values[year], values[month], values[day], seconds, zone)
    if FORBIDDEN in kinds:
        # "GMT" alone is not believed beside a printed date, but RFC 2822 is not printed.
        return read_rfc(text, zone, weekday_required=True)
    if UNKNOWN in kinds:
        if _primary(language) in _IN_TABLE and ("M" in kinds or NUMERIC in kinds):
            # The date is known but for a word that may change it: "through", "before", "BC".
            return None
        return ask_dateparser(text, language, fetched_at, zone)
    return _read_rare(kinds, values, language, fetched_at, zone)


@cache
def _own_labels(zone: ZoneInfo) -> frozenset[int]:
    """The hours by which a site's own pages may call its clock.

    The label follows the moment of rendering, so any of the clock's offsets stands beside any
    date, and none is believed. Another label is not the site's.
    """
    offsets = (
        datetime(year, month, 1, tzinfo=zone).utcoffset() for year in _YEARS for month in (1, 7)
    )
    return frozenset(int(offset / _HOUR) for offset in offsets if offset is not None)


def _read_rare(
    kinds: str,
    values: list[int],
    language: str | None,
    fetched_at: datetime | None,
    zone: ZoneInfo,
) -> datetime | None:
    """Numeric and relative dates, and words that belong to a time."""
    if "p" in kinds or "UT" in kinds:
        return _read_worded_time(kinds, values, language, fetched_at, zone)
    if "S" in kinds:
        at = kinds.index("S")
        day, month = values[at] % 100, values[at] // 100 % 100
        if day <= 12 and day != month and not _is_day_first(language):
            return None
        kinds = kinds.replace("S", NUMERIC)
    if kinds in _NUMERIC_SHAPES:
        date, time = _NUMERIC_SHAPES[kinds]
        number = values[date]
        seconds = 0 if time < 0 else values[time]
        return wall_clock(number // 10_000, number // 100 % 100, number % 100, seconds, zone)
    if kinds in _SHAPES:
        year, month, day, time = _SHAPES[kinds]
        seconds = 0 if time < 0 else values[time]
        return wall_clock(values[year], values[month], values[day], seconds, zone)
    return read_relative(kinds, values, fetched_at, zone) if fetched_at is not None else None


def _read_worded_time(
    kinds: str,
    values: list[int],
    language: str | None,
    fetched_at: datetime | None,
    zone: ZoneInfo,
) -> datetime | None:
    """The same row without the word before its time ("下午4:20", "сағат 16:20")."""
    at = kinds.find(TIME) - 1
    if at < 0 or kinds[at] not in "pU" or kinds.count("p") + kinds.count("U") != 1:
        return None
    word, seconds = values[at], values[at + 1]
    if kinds[at] == "U":
        if word != 3600:
            return None
    else:
        # Chinese calls the first hour of the day its hour 0.
        is_first = seconds < 3600 and word == 0
        afternoon = seconds if is_first else twelve_hours(seconds, word)
        if afternoon is None:
            return None
        seconds = afternoon
    kinds = kinds[:at] + kinds[at + 1 :]
    return _read_rare(kinds, [*values[:at], seconds, *values[at + 2 :]], language, fetched_at, zone)


def _is_day_first(language: str | None) -> bool:
    tag = (language or "").replace("_", "-").lower()
    return tag in _DAY_FIRST or _primary(language) in _DAY_FIRST


def _primary(language: str | None) -> str:
    return (language or "").replace("_", "-").partition("-")[0].lower()
