"""Dates: what a page prints, or a machine-readable attribute holds, to an aware datetime.

The agency's own forms go by a table: a string is cut into tokens, every token has one meaning,
and only an order of meanings that names exactly one moment is read. Whatever the table does not
know goes to dateparser, strictly. A date that needs a guess is None: a missing date can be seen
and mended, a wrong one cannot.

Nothing here reads a clock; what "yesterday" means comes from the caller.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kazcrawl import months

ASTANA = ZoneInfo("Asia/Almaty")
"""The clock of the agency: UTC+6 before 2024-03-01, UTC+5 since (by the tz database)."""

# A tag's text may be indented by any amount, but a date is short: longer than this it is prose.
_LOOK_AT = 1_000
_LONGEST = 200
_LONGEST_FOR_DATEPARSER = 100
# No page of the web is older; epoch zero and year one stand for "no date" in many templates.
_YEARS = range(1990, 2100)
_HOUR = timedelta(hours=1)
# dateparser reads the clock when it is given no base; no part of its answer may come from this.
_NO_BASE = datetime(2000, 1, 1)  # noqa: DTZ001 (dateparser wants the base without a zone)

# The page's clock labels follow the moment of rendering, so either stands on either side of
# 2024-03-01 and neither is believed. Any other label is not the agency's.
_ASTANA_LABELS = frozenset((5, 6))
# Slashes and hyphens mean day first wherever these are written; elsewhere it cannot be known.
_DAY_FIRST = frozenset(("ru", "kk", "uz"))

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
_ODD = re.compile("[" + "".join(map(re.escape, map(chr, _CHARACTERS))) + "]")

# Letters that are one letter to the reader, on the data's side as well as on the page's. The
# Cyrillic ones matter most: the agency's Latin pages hold words typed half on a Cyrillic keyboard.
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕӏəңӊҥҝӄҡқɵꞑıىیېئکڪەةۀێۇۋۆۈۅڭگھﮪ",
    "abekmhopctyxijslәңңңққққөңiييييككهههيوووووننهه",
    "'’‘ʼʻ`´ʹʾʿٴء",
)

_DATE_SEPARATORS = (r"\.", "/", "-")
_HAN = sorted(
    {
        word
        for text in (
            months.WEEKDAYS,
            months.AROUND,
            months.AGO,
            months.BEFORE_NOON,
            months.AFTER_NOON,
            *months.DAYS.values(),
            *months.UNITS.values(),
            *months.MONTHS["zh"],
        )
        for word in text.split()
        if "\u4e00" <= word[0] <= "\u9fff"
    },
    key=lambda word: (-len(word), word),
)
_LETTER = r"[^\W\d_\u4e00-\u9fff]"
_TOKEN = re.compile(
    "|".join(
        (
            # Before the plain times, which are their beginning.
            r"[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?)?\s*[AaPp]\.?\s?[Mm]\b\.?",
            r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?![0-9:])",
            r"[0-9]{1,2}[时時点點][0-9]{2}分?(?:[0-9]{2}秒)?",
            *(
                rf"[0-9]{{4}}{mark}[0-9]{{1,2}}{mark}[0-9]{{1,2}}(?![0-9]|[./-][0-9])"
                for mark in _DATE_SEPARATORS
            ),
            *(
                rf"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}[0-9]{{4}}(?![0-9]|[./-][0-9])"
                for mark in _DATE_SEPARATORS
            ),
            r"[0-9]{1,2}\s?月份?",
            r"[0-9]+",
            r"(?:GMT|UTC|gmt|utc)(?!\w)(?:\s*[+-]?\s*[0-9]{1,2}(?::?[0-9]{2})?(?![0-9:]))?",
            *_HAN,
            rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u0653-\u0655'’‘ʼʻ`´])*",
            # Whitespace of every width is left out; any other character is a token of its own.
            r"\S",
        )
    )
)
_SEPARATORS = frozenset(",|•·–—-()[]:;./«»\"'“”،؛۔，。、；（）【】\u2022")

# The kinds a token may have. A string is read only by the row of kinds that it makes:
# D day or another number of one or two digits, Y year, M month, T time of day, N numeric date,
# S numeric date whose order depends on the language, R day word, U unit, A "ago", O "one",
# p half of the day, ? unknown word, ! what forbids reading. No kind: says nothing about the date.
_TIME, _NUMERIC, _UNKNOWN, _FORBIDDEN = "T", "N", "?", "!"

# Where year, month, day and time stand in each row of kinds; -1: midnight.
_SHAPES: dict[str, tuple[int, int, int, int]] = {}
for _core in ("DMY", "MDY", "YDM", "YMD"):
    _y, _m, _d = (_core.index(_kind) for _kind in "YMD")
    _SHAPES[_core] = (_y, _m, _d, -1)
    _SHAPES[_core + _TIME] = (_y, _m, _d, 3)
    _SHAPES[_TIME + _core] = (_y + 1, _m + 1, _d + 1, 0)
_NUMERIC_SHAPES = {"N": (0, -1), "NT": (0, 1), "TN": (1, 0)}
_DAY_WORD_SHAPES = {"R": (0, -1), "RT": (0, 1), "TR": (1, 0)}

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,12})?)?"
    r"\s?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_RFC_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_RFC = re.compile(
    r"((?:mon|tue|wed|thu|fri|sat|sun),\s*)?([0-9]{1,2})\s+([a-z]{3})\s+([0-9]{4})\s+"
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\s+(gmt|utc|ut|z|[+-][0-9]{4})",
    re.IGNORECASE | re.ASCII,
)


def read_date(
    raw: str | None, language: str | None = None, fetched_at: datetime | None = None
) -> datetime | None:
    """The moment that a page prints, aware, on Astana's clock, in whole seconds; or None.

    ``raw`` is the text of a date element or the value of an attribute. Forms and month names are
    those of the agency's pages and of sites that republish it; an ISO 8601 or RFC 2822 string is
    read as `read_machine_date` reads it. A clock label beside a printed date ("GMT +5") is not
    believed: the agency's follows the moment of rendering. A date without a time is midnight in
    Astana; an hour that the clock showed twice is its first.

    ``language`` is a BCP 47 tag. The table of the agency's forms needs it only for numeric dates
    with slashes or hyphens; dateparser is asked only when it is given, for that language alone.

    ``fetched_at`` is an aware datetime: relative forms ("Вчера, 09:10", "2 weeks ago") are
    counted from it, in Astana's days, and without it they are None. Seconds, minutes and hours
    are subtracted from it; days and weeks give the midnight of the day they lead to. With it, no
    moment for which `is_future` holds is returned.

    None is for everything that cannot be read without guessing: a part of a date, a day that does
    not exist, two dates, a range, a month or year ago, a year outside 1990 to 2099. No string
    raises; ``fetched_at`` without a zone raises ValueError.
    """
    if fetched_at is not None:
        _must_be_aware(fetched_at)
    if not isinstance(raw, str):
        return None
    text = _bounded(raw)
    if not text:
        return None
    moment = _read(text, language, fetched_at)
    if moment is None or (fetched_at is not None and is_future(moment, fetched_at)):
        return None
    return moment


def read_machine_date(raw: object) -> datetime | None:
    """The moment that an attribute, JSON-LD or RSS holds, aware, on Astana's clock; or None.

    ISO 8601 (``2026-08-18T21:38:00+05:00``; space or ``T``, ``Z`` or ``+0500`` or ``+05``,
    seconds and fractions optional) and RFC 2822 (``Tue, 18 Aug 2026 21:38:00 +0500``), and
    nothing else. An offset is believed; without one the clock is Astana's (ISO only, RFC 2822
    requires its zone); a date alone is midnight in Astana. Fractions of seconds are cut off.

    Never raises: a value that is no string, or names no moment of 1990 to 2099, is None.
    """
    if not isinstance(raw, str):
        return None
    text = _bounded(raw)
    return (_read_iso(text) or _read_rfc(text)) if text else None


def to_utc(moment: datetime) -> str:
    """``2026-08-18T16:38:00Z``: the moment in UTC, whole seconds (fractions are cut off).

    Raises ValueError for a datetime without a zone, which names no moment.
    """
    _must_be_aware(moment)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def to_local(moment: datetime) -> str:
    """``2026-08-18T21:38:00+05:00``: the moment with the offset valid in Astana then.

    Whole seconds (fractions are cut off). Raises ValueError for a datetime without a zone.
    """
    _must_be_aware(moment)
    return moment.astimezone(ASTANA).isoformat(timespec="seconds")


def is_future(moment: datetime, fetched_at: datetime) -> bool:
    """Whether ``moment`` is later than the fetch by more than one hour.

    An hour is what clocks differ by; more is a wrong date, such as local time labelled GMT.
    Raises ValueError when either has no zone.
    """
    _must_be_aware(moment)
    _must_be_aware(fetched_at)
    # Two datetimes of one zone are compared by their wall clocks, which go back on 2024-03-01.
    return moment.astimezone(UTC) - fetched_at.astimezone(UTC) > _HOUR


def _must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone names no moment")


def _bounded(raw: str) -> str | None:
    """The stripped string, or None when it is empty or too long to be a date."""
    head = raw[:_LOOK_AT]
    if len(raw) > _LOOK_AT and not head[-1].isspace():
        # Cut inside a word or number, the rest of which might change what was read.
        return None
    text = head.strip()
    if len(text) > _LONGEST:
        return None
    return text.translate(_CHARACTERS).strip() if _ODD.search(text) else text


def _read(text: str, language: str | None, fetched_at: datetime | None) -> datetime | None:
    if text[4:5] == "-":
        moment = _read_iso(text)
        if moment is not None:
            return moment
    kinds = ""
    values: list[int] = []
    for token in _TOKEN.findall(text):
        kind, value = _classify(token)
        if kind:
            kinds += kind
            values.append(value)
    shape = _SHAPES.get(kinds)
    if shape is not None:
        year, month, day, time = shape
        seconds = 0 if time < 0 else values[time]
        return _wall_clock(values[year], values[month], values[day], seconds)
    if _FORBIDDEN in kinds:
        # "GMT" alone is not believed beside a printed date, but RFC 2822 is not printed.
        return _read_rfc(text, weekday_required=True)
    if _UNKNOWN in kinds:
        return _ask_dateparser(text, language, fetched_at)
    return _read_rare(kinds, values, language, fetched_at)


def _read_rare(
    kinds: str, values: list[int], language: str | None, fetched_at: datetime | None
) -> datetime | None:
    """Numeric and relative dates, and words that belong to a time."""
    if "p" in kinds or "UT" in kinds:
        return _read_worded_time(kinds, values, language, fetched_at)
    if "S" in kinds:
        at = kinds.index("S")
        day, month = values[at] % 100, values[at] // 100 % 100
        if _primary(language) not in _DAY_FIRST and day <= 12 and month <= 12 and day != month:
            return None
        kinds = kinds.replace("S", _NUMERIC)
    if kinds in _NUMERIC_SHAPES:
        date, time = _NUMERIC_SHAPES[kinds]
        number = values[date]
        seconds = 0 if time < 0 else values[time]
        return _wall_clock(number // 10_000, number // 100 % 100, number % 100, seconds)
    if kinds in _SHAPES:
        year, month, day, time = _SHAPES[kinds]
        seconds = 0 if time < 0 else values[time]
        return _wall_clock(values[year], values[month], values[day], seconds)
    return _read_relative(kinds, values, fetched_at) if fetched_at is not None else None


def _read_worded_time(
    kinds: str, values: list[int], language: str | None, fetched_at: datetime | None
) -> datetime | None:
    """The same row without the word before its time ("下午4:20", "сағат 16:20")."""
    at = kinds.find(_TIME) - 1
    if at < 0 or kinds[at] not in "pU" or kinds.count("p") + kinds.count("U") != 1:
        return None
    word, seconds = values[at], values[at + 1]
    if kinds[at] == "U":
        if word != 3600:
            return None
    else:
        afternoon = _twelve_hours(seconds, word)
        if afternoon is None:
            return None
        seconds = afternoon
    kinds = kinds[:at] + kinds[at + 1 :]
    return _read_rare(kinds, [*values[:at], seconds, *values[at + 2 :]], language, fetched_at)


def _read_relative(kinds: str, values: list[int], fetched_at: datetime) -> datetime | None:
    base = fetched_at.astimezone(ASTANA).replace(microsecond=0)
    seconds = 0
    if kinds in _DAY_WORD_SHAPES:
        word, time = _DAY_WORD_SHAPES[kinds]
        days = values[word]
        seconds = 0 if time < 0 else values[time]
    elif kinds in ("DUA", "OUA", "UA"):
        unit = values[-2]
        back = values[0] * unit if kinds == "DUA" else unit
        if unit < 86_400:
            try:
                return (base.astimezone(UTC) - timedelta(seconds=back)).astimezone(ASTANA)
            except OverflowError:
                return None
        days = back // 86_400
    else:
        return None
    try:
        day = base.date() - timedelta(days=days)
    except OverflowError:
        return None
    return _wall_clock(day.year, day.month, day.day, seconds)


def _wall_clock(year: int, month: int, day: int, seconds: int) -> datetime | None:
    """A date and the seconds since its midnight by the clock on Astana's wall."""
    if year not in _YEARS:
        return None
    minutes, second = divmod(seconds, 60)
    try:
        return datetime(year, month, day, minutes // 60, minutes % 60, second, tzinfo=ASTANA)
    except ValueError:
        return None


def _read_iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    return _zoned((year, month, day, hour or "0", minute or "0", second or "0"), zone)


def _read_rfc(text: str, weekday_required: bool = False) -> datetime | None:
    match = _RFC.fullmatch(text)
    if match is None:
        return None
    weekday, day, name, year, hour, minute, second, zone = match.groups()
    month = _RFC_MONTHS.get(name.lower())
    if month is None or (weekday_required and not weekday and zone.isalpha()):
        return None
    return _zoned((year, str(month), day, hour, minute, second or "0"), zone)


def _zoned(fields: tuple[str, ...], zone: str | None) -> datetime | None:
    year, month, day, hour, minute, second = map(int, fields)
    if hour > 23 or minute > 59 or second > 59:
        return None
    moment = _wall_clock(year, month, day, (hour * 60 + minute) * 60 + second)
    if moment is None or zone is None:
        return moment
    offset = timedelta()
    if not zone.isalpha():
        hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or "0")
        # No clock on earth is further from UTC.
        if hours > 14 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return (moment.replace(tzinfo=UTC) - offset).astimezone(ASTANA)


def _fold(word: str) -> str:
    """A spelling without what people and keyboards differ in: case, accents, hamza, script."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    # Ignored letters may hide behind a compatibility form, so marks go before the translation.
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.translate(_LOOK_ALIKES)


def _build_words() -> dict[str, tuple[str, int]]:
    words: dict[str, tuple[str, int]] = {}

    def add(text: str, kind: str, value: int = 0) -> None:
        for word in text.split():
            words[_fold(word)] = (kind, value)

    add(months.AROUND, "")
    add(months.WEEKDAYS, "")
    add(months.AGO, "A")
    add(months.ONE, "O")
    add(months.BEFORE_NOON, "p", 0)
    add(months.AFTER_NOON, "p", 1)
    for days, text in months.DAYS.items():
        add(text, "R", days)
    for seconds, text in months.UNITS.items():
        add(text, "U", seconds)
    for language, names in months.MONTHS.items():
        endings = ["", *months.KAZAKH_ENDINGS.get(language, "").split()]
        for number, text in enumerate(names, start=1):
            for spelling in text.split():
                for ending in endings:
                    add(spelling + ending, "M", number)
    words.pop("", None)
    return words


_WORDS = _build_words()


# Pages repeat a few hundred tokens; a bounded cache makes the reading of one a single look-up.
@lru_cache(maxsize=4_096)
def _classify(token: str) -> tuple[str, int]:
    first = token[0]
    if "0" <= first <= "9":
        return _classify_number(token)
    known = _WORDS.get(_fold(token))
    if known is not None:
        return known
    if token in _SEPARATORS:
        return ("", 0)
    if token[:3].upper() in ("GMT", "UTC") and not token[3:4].isalpha():
        return _classify_label(token)
    if len(token) == 1 and unicodedata.category(first) in ("So", "Co"):
        # Icons, of fonts and of emoji.
        return ("", 0)
    folded = _fold(token)
    if not folded:
        # A hamza written apart from its word.
        return ("", 0)
    return (_UNKNOWN, 0) if folded.isalpha() else (_FORBIDDEN, 0)


def _classify_number(token: str) -> tuple[str, int]:
    if token.isdigit():
        if len(token) <= 2:
            return ("D", int(token))
        return ("Y", int(token)) if len(token) == 4 else (_FORBIDDEN, 0)
    month = _WORDS.get(re.sub(r"\s", "", token))
    if month is not None:
        return month
    fields = [int(field) for field in re.findall("[0-9]+", token.partition(".")[0])]
    half = token[-3:].lower().replace(".", "").replace(" ", "")[-2:]
    if half in ("am", "pm"):
        fields = [int(field) for field in re.findall("[0-9]+", token)]
        seconds = _seconds(fields)
        seconds = None if seconds is None else _twelve_hours(seconds, int(half == "pm"))
        return (_FORBIDDEN, 0) if seconds is None else (_TIME, seconds)
    if re.search("[:时時点點]", token):
        seconds = _seconds(fields)
        return (_FORBIDDEN, 0) if seconds is None else (_TIME, seconds)
    numbers = re.findall("[0-9]+", token)
    if len(numbers) != 3:
        return (_FORBIDDEN, 0)
    if len(numbers[0]) == 4:
        year, month_number, day = map(int, numbers)
        return (_NUMERIC, year * 10_000 + month_number * 100 + day)
    day, month_number, year = map(int, numbers)
    return (_NUMERIC if "." in token else "S", year * 10_000 + month_number * 100 + day)


def _classify_label(token: str) -> tuple[str, int]:
    match = re.fullmatch(r"\s*\+?\s*([0-9]{1,2})(?::?00)?", token[3:])
    if match is None or int(match[1]) not in _ASTANA_LABELS:
        return (_FORBIDDEN, 0)
    return ("", 0)


def _seconds(fields: list[int]) -> int | None:
    hour, minute, second = (*fields, 0, 0)[:3]
    return (hour * 60 + minute) * 60 + second if hour < 24 and max(minute, second) < 60 else None


def _twelve_hours(seconds: int, afternoon: int) -> int | None:
    """The twelve-hour clock's reading; None for an hour that it does not have."""
    hour = seconds // 3600
    if not 1 <= hour <= 12:
        return None
    return seconds + (12 * afternoon - (12 if hour == 12 else 0)) * 3600


def _primary(language: str | None) -> str:
    return (language or "").replace("_", "-").partition("-")[0].lower()


def _ask_dateparser(
    text: str, language: str | None, fetched_at: datetime | None
) -> datetime | None:
    """What dateparser reads, when nothing in it is dateparser's own idea."""
    numbers = [int(number) for number in re.findall("[0-9]+", text)]
    if len(text) > _LONGEST_FOR_DATEPARSER or not re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text):
        return None
    known = _dateparser_language(language)
    if known is None:
        return None
    # Slow to import, and most runs never come here.
    from dateparser.date import DateDataParser

    base = fetched_at.astimezone(ASTANA).replace(tzinfo=None) if fetched_at else _NO_BASE
    try:
        answer = (
            DateDataParser(
                languages=[known],
                settings={
                    "DATE_ORDER": "DMY",
                    "PREFER_DATES_FROM": "past",
                    "PREFER_LOCALE_DATE_ORDER": False,
                    "STRICT_PARSING": True,
                    "REQUIRE_PARTS": ["day", "month", "year"],
                    "PARSERS": ["absolute-time"],
                    "TIMEZONE": "Asia/Almaty",
                    "RETURN_AS_TIMEZONE_AWARE": True,
                    "RELATIVE_BASE": base,
                },
            )
            .get_date_data(text)
            .date_obj
        )
    except Exception:  # A parser of anything may raise anything; the answer is the same: no date.
        return None
    if not isinstance(answer, datetime) or answer.microsecond:
        return None
    # The day, the year and then the time must be printed; a month in figures would be a guess.
    for part in (answer.day, answer.year):
        if part not in numbers:
            return None
        numbers.remove(part)
    times = [[answer.hour, answer.minute, answer.second]]
    times.append([answer.hour % 12 or 12, answer.minute, answer.second])
    if numbers:
        if not any(numbers in (time[:1], time[:2], time) for time in times):
            return None
        if any(times[0][len(numbers) :]):
            return None
    elif any(times[0]):
        return None
    moment = _wall_clock(
        answer.year,
        answer.month,
        answer.day,
        (answer.hour * 60 + answer.minute) * 60 + answer.second,
    )
    # A zone named beside the time is somebody's label; it is believed only in machine forms.
    if moment is None or answer.utcoffset() != moment.utcoffset():
        return None
    return moment


@lru_cache(maxsize=64)
def _dateparser_language(language: str | None) -> str | None:
    """dateparser's name for a BCP 47 tag, or None when it has no words for it."""
    from dateparser.data.languages_info import language_order

    tag = (language or "").replace("_", "-").lower()
    names = {name.lower(): name for name in language_order}
    # dateparser documentation: its Kazakh is Cyrillic only.
    if tag in ("kk-latn", "kk-arab"):
        return None
    return names.get(tag) or names.get(tag.partition("-")[0])
