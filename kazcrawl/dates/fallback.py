"""What the table does not know, dateparser may: one language, strictly, nothing of its own."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kazcrawl.dates.machine import wall_clock

_LONGEST = 100
# dateparser reads the clock when it is given no base; no part of its answer may come from this.
_NO_BASE = datetime(2000, 1, 1)  # noqa: DTZ001 (dateparser wants the base without a zone)


def ask_dateparser(
    text: str, language: str | None, fetched_at: datetime | None, zone: ZoneInfo
) -> datetime | None:
    """What dateparser reads, when nothing in it is dateparser's own idea."""
    numbers = [int(number) for number in re.findall("[0-9]+", text)]
    if len(text) > _LONGEST or not re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text):
        return None
    known = _dateparser_language(language)
    if known is None:
        return None
    answer = _answer(text, known, fetched_at, zone)
    if answer is None or answer.microsecond or not _is_printed(answer, numbers):
        return None
    moment = wall_clock(
        answer.year,
        answer.month,
        answer.day,
        (answer.hour * 60 + answer.minute) * 60 + answer.second,
        zone,
    )
    # A zone named beside the time is somebody's label; it is believed only in machine forms.
    if moment is None or answer.utcoffset() != moment.utcoffset():
        return None
    return moment


def _answer(
    text: str, language: str, fetched_at: datetime | None, zone: ZoneInfo
) -> datetime | None:
    # Slow to import, and most runs never come here.
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "PREFER_LOCALE_DATE_ORDER": False,
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "TIMEZONE": zone.key,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": (
            fetched_at.astimezone(zone).replace(tzinfo=None) if fetched_at else _NO_BASE
        ),
    }
    try:
        parser = DateDataParser(languages=[language], settings=settings)
        answer = parser.get_date_data(text).date_obj
    except Exception:  # A parser of anything may raise anything; the answer is the same: no date.
        return None
    return answer if isinstance(answer, datetime) else None


def _is_printed(answer: datetime, numbers: list[int]) -> bool:
    """Whether a text's numbers are the day, the year and then the time, and nothing else; a month
    in figures would be a guess."""
    left = list(numbers)
    for part in (answer.day, answer.year):
        if part not in left:
            return False
        left.remove(part)
    time = [answer.hour, answer.minute, answer.second]
    twelve = [answer.hour % 12 or 12, *time[1:]]
    if not left:
        return not any(time)
    # What is not printed of the time is nought.
    is_of_it = any(left in (own[:1], own[:2], own) for own in (time, twelve))
    return is_of_it and not any(time[len(left) :])


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
