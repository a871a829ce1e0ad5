"""The printed date inside a short line that also holds other words: a dateline, a byline."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kazcrawl.dates.beside import CHINESE_MONTH_DAY, in_figures, with_clock, without_rest
from kazcrawl.dates.forms import read_date
from kazcrawl.dates.machine import bounded
from kazcrawl.dates.tokens import FORBIDDEN, NUMERIC, TIME, TOKEN, UNKNOWN, ZONE, classify
from kazcrawl.text import pattern

LONGEST_LINE = 160
"""Characters; a longer line is prose."""
# A date of a long line must be so much of it, or a sentence that names a day would be one.
_LONG_LINE, _LEAST_SHARE = 70, 0.3
# "Today" is a date only where the line says little else.
_RELATIVE_SHARE = 0.6
# A date is made of no more tokens.
_MOST_TOKENS = 14
_UPDATED = pattern(
    r"(?:updat|modif|edited|revis|обновл|измен[её]н|жаңарт|jańart|jañart|янгилан|yangilan|更新|修改)"
    r"\w*\W*(?:(?!опублик|publi|posted|жариялан|jarıalan|эълон|e.lon|发布|发表)[\w:.]{1,12}\W+){0,3}$",
    re.IGNORECASE,
)
# Before or behind a date these make of it an end, a beginning or a part of something longer.
_BOUND = pattern(
    r"(?:\b(?:до|с|со|по|от|после|через|before|after|until|till|since|from|through|to)"
    r"|截至|截止|直到|[自从從至到]|[\d.,]\s*[-–—]|\d)\s*$",
    re.IGNORECASE,
)
_GOES_ON = pattern(
    r"\s*(?:[-–—]\s*\d{1,2}\s|\d(?!\d?[:时時点點])|дейін|deıin|deiin|дейин|гача|gacha|қадар|qadar|бастап|bastap"
    r"|бошлаб|boshlab|[至到前起]|之前|[-–—~]\s*\d{1,2}[日号])",
    re.IGNORECASE,
)
# How many readers and comments there are, told by icons or words beside the date.
_COUNTED = pattern(
    r"(?:\s+\d{1,6}(?:\s(?:просмотр|комментари|қаралым|пікір|views?|comments?)\w{0,5})?){1,3}\s*$",
    re.IGNORECASE,
)
# No date begins with a token of these kinds, and every date has one of the others.
_NO_PART = frozenset(("", UNKNOWN, FORBIDDEN))
_DAY_SIGNS = ("日", "号")
_WHOLE = frozenset("YNSRUMAn")
# What a day without a year is completed by; where a year stands apart in its line, it is no such.
_WITH_YEAR = frozenset("YNSRAn")
# Kinds of tokens that say how many units ago, and what stands between two of them.
_COUNTS = frozenset("DWO")
_ADDS = frozenset((",", "and", "и", "және", "va", "ва"))
# Any moment serves to see whether a form can be read: what it means is read elsewhere.
_SOME_MOMENT, _SOME_ZONE = datetime(2099, 6, 1, 23, 59, tzinfo=UTC), ZoneInfo("UTC")


def find_date(line: str, language: str | None = None) -> str | None:
    """The date printed in a line, with its time, as it stands there; or None.

    A line that is a sentence, a range, a moment labelled as a change's only, or a day that
    something lasts until, has none. ``language`` is the page's (see ``read_date``).
    """
    text = bounded(line)
    if text is None or len(text) > LONGEST_LINE:
        return None
    printed = without_rest(text)
    figures, words_end, shorter = in_figures(printed)
    text = with_clock(figures)
    if (language or "").startswith("zh") and (yearless := CHINESE_MONTH_DAY.search(text)):
        return yearless[0]
    span = _span(text, language)
    if span is None:
        return None
    begin, end = (place + shorter * (place >= words_end > 0) for place in span)
    return printed[begin:end]


def _span(text: str, language: str | None) -> tuple[int, int] | None:
    """Where a text's date begins and ends."""
    tokens = list(TOKEN.finditer(text))
    kinds = [classify(token[0])[0] for token in tokens]
    if _WHOLE.isdisjoint(kinds):
        return None
    for first, begin in enumerate(tokens):
        if kinds[first] in _NO_PART or _is_bound(text[: begin.start()]):
            continue
        if first and kinds[first] in ("U", "W") and kinds[first - 1] in (UNKNOWN, "W"):
            continue  # how many hours ago is said by a word
        if kinds[first] in _COUNTS and _goes_on_from_unit(tokens, kinds, first):
            continue
        for last in reversed(range(first, _end_of_date(kinds, first))):
            is_counted = kinds[last] in (NUMERIC, TIME) and bool(
                _COUNTED.match(text[tokens[last].end() :])
            )
            if not _is_whole(kinds, first, last, is_counted):
                continue
            end = tokens[last].end() + (text[tokens[last].end() :][:1] in _DAY_SIGNS)
            found = text[begin.start() : end]
            if read_date(found, language, _SOME_MOMENT, zone=_SOME_ZONE) is None:
                continue
            if _GOES_ON.match(text[end:]) and not is_counted:
                break
            if not re.search(r"\d", found) and len(found) < _RELATIVE_SHARE * len(text):
                continue
            is_prose = len(text) > _LONG_LINE and len(found) < _LEAST_SHARE * len(text)
            return None if is_prose else (begin.start(), end)
    return None


def _goes_on_from_unit(tokens: list[re.Match[str]], kinds: list[str], first: int) -> bool:
    """Whether a count goes on from another: "2 weeks, 3 days ago" is not three days."""
    before = first - 1 - (first > 1 and tokens[first - 1][0].casefold() in _ADDS)
    return first > 0 and kinds[before] == "U"


def _is_whole(kinds: list[str], first: int, last: int, is_counted: bool) -> bool:
    """Whether a date may end at a token: not at a mark, not at a time of another clock's, and not
    without the year that stands elsewhere in its line."""
    behind = kinds[last + 1 : last + 2]
    is_elsewhere = kinds[last] == TIME and behind in ([FORBIDDEN], [ZONE])
    if kinds[last] == "" or (is_elsewhere and not is_counted):
        return False
    return not _WITH_YEAR.isdisjoint(kinds[first : last + 1]) or "Y" not in kinds


def _end_of_date(kinds: list[str], first: int) -> int:
    """Behind the last token that a date beginning at ``first`` may have."""
    end = first
    while end < min(len(kinds), first + _MOST_TOKENS) and kinds[end] not in (UNKNOWN, FORBIDDEN):
        end += 1
    return end


def _is_bound(before: str) -> bool:
    return bool(_BOUND.search(before) or _UPDATED.search(before))


def has_time(printed: str) -> bool:
    """Whether a printed date tells the time of day."""
    return any(classify(token)[0] == TIME for token in TOKEN.findall(printed))
