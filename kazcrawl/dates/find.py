"""The printed date inside a short line that also holds other words: a dateline, a byline."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kazcrawl.dates.forms import read_date, without_rest
from kazcrawl.dates.machine import bounded
from kazcrawl.dates.tokens import FORBIDDEN, TIME, TOKEN, UNKNOWN, classify

LONGEST_LINE = 160
"""Characters; a longer line is prose."""
# A date of a long line must be so much of it, or a sentence that names a day would be one.
_LONG_LINE, _LEAST_SHARE = 70, 0.3
# "Today" is a date only where the line says little else.
_RELATIVE_SHARE = 0.6
# A date is made of no more tokens.
_MOST_TOKENS = 14
_UPDATED = re.compile(
    r"(?:updat|modif|edited|revis|обновл|измен[её]н|жаңарт|jańart|jañart|янгилан|yangilan|更新|修改)"
    r"\w*\W*(?:\w{1,12}\W+){0,2}$",
    re.IGNORECASE,
)
# Before or behind a date these make of it an end, a beginning or a part of something longer.
_BOUND = re.compile(
    r"(?:\b(?:до|с|со|по|от|после|через|before|after|until|till|since|from|through|to)"
    r"|[\d.,]\s*[-–—]|\d)\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:[-–—]\s*\d{1,2}\s|\d|дейін|гача|gacha)", re.IGNORECASE)
# Any moment serves to see whether a form can be read: what it means is read elsewhere.
_SOME_MOMENT, _SOME_ZONE = datetime(2099, 6, 1, tzinfo=UTC), ZoneInfo("UTC")


def find_date(line: str, language: str | None = None) -> str | None:
    """The date printed in a line, with its time, as it stands there; or None.

    A line that is a sentence, a range, a moment labelled as a change's only, or a day that
    something lasts until, has none. ``language`` is the page's (see ``read_date``).
    """
    text = bounded(line)
    if text is None or len(text) > LONGEST_LINE:
        return None
    text = without_rest(text)
    tokens = list(TOKEN.finditer(text))
    for first, begin in enumerate(tokens):
        if not classify(begin[0])[0] or _BOUND.search(text[: begin.start()]):
            continue
        if _UPDATED.search(text[: begin.start()]):
            continue
        for end in reversed(tokens[first : first + _MOST_TOKENS]):
            if not classify(end[0])[0] or not _is_readable(
                text[begin.start() : end.end()], language
            ):
                continue
            if _GOES_ON.match(text[end.end() :]):
                break
            found = text[begin.start() : end.end()]
            if not re.search(r"\d", found) and len(found) < _RELATIVE_SHARE * len(text):
                continue
            if len(text) > _LONG_LINE and len(found) < _LEAST_SHARE * len(text):
                return None
            return found
    return None


def has_time(printed: str) -> bool:
    """Whether a printed date tells the time of day."""
    return any(classify(token)[0] == TIME for token in TOKEN.findall(printed))


def _is_readable(text: str, language: str | None) -> bool:
    kinds = [classify(token)[0] for token in TOKEN.findall(text)]
    if UNKNOWN in kinds or FORBIDDEN in kinds:
        return False
    return read_date(text, language, _SOME_MOMENT, zone=_SOME_ZONE) is not None
