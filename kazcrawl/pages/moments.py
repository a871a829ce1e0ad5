"""Moments that a page's markup holds for machines: ISO dates, microdata and ``<time>``."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kazcrawl.dates import find_date, has_time
from kazcrawl.pages.text import text_of
from kazcrawl.text import pattern, tidy_or_none

ISO = pattern(
    r"(?<!\d)(?:19|20)\d\d-\d\d?-\d\d?"
    r"(?:[T ]+\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
)
_UTC = pattern(r"\s*(?:UTC|GMT)(?P<offset>[+-]\d\d:?\d\d)?(?![\w+-])")
# Other forms of which each means one moment; slashes behind a day or a month mean two.
_TIME = r"(?:,?\s+(?P<time>\d\d:\d\d(?::\d\d)?))?"
_YEAR_FIRST = pattern(rf"(?P<year>20\d\d)/(?P<month>\d\d)/(?P<day>\d\d){_TIME}")
_YEAR_LAST = pattern(rf"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>20\d\d){_TIME}")
_SECONDS = pattern(r"1[3-9]\d{8}(?:\d{3})?")
# ISO 8601 without its marks.
_BARE = pattern(
    r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d\d:?\d\d)?)?"
)
_RFC = pattern(
    r"(?:[A-Z][a-z]{2}, )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4})"
    r" (?P<time>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4}|GMT)"
)
# As scripts print a moment.
_SCRIPT = pattern(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) (?P<year>\d{4})"
    r" (?P<time>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})(?: \(.*\))?"
)
_HALF = pattern(r"\s*([AaPp])\.?[Mm]\b")
UPDATED = pattern(
    r"updat|modif|edited|revis|обновл|измен[её]н|correct|жаңарт|jańart|jañart|янгилан|yangilan|更新|修改",
    re.I,
)
"""Words beside a moment that is a change's, not the publication's."""
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d\d(?!\d)")
# A comment names itself; a wrapper that tells how many there are ("has-comments") is none.
_COMMENT = pattern(r"(?<![\w-])comment(?:s|list|-\w+|_\w+|Time)?(?![\w-])|/(?:User)?Comments?\b")
_COMMENT_DEPTH = 12
# A label has fewer characters.
_LABEL = 40
_WHOLE = frozenset("article main body html".split())
_MOST_TIMES = 30
_TITLES = ("title", "data-date", "data-datetime", "data-published", "data-time", "data-timestamp")
_TITLED = (
    "abbr[title], [class*=date][title], [class*=time][title], [data-date], [data-datetime], "
    "[data-published], [data-time], [data-timestamp]"
)
# A page with more of them is a list of other articles, but for one in an article's own head.
_FEW_TIMES = 4
_LISTED = frozenset("li aside footer nav".split())
_HEADS = frozenset("article header main".split())


def iso(*values: str | None) -> str | None:
    """The first ISO date in any of the values, with ``T`` between day and time; or what is as
    certain: RFC 2822, a script's print, seconds since 1970, a year before slashes, figures between
    full stops or without any mark."""
    return next((found for value in values if value and (found := _as_iso(value))), None)


def _as_iso(value: str) -> str | None:
    if match := ISO.search(value):
        moment = re.sub(r"(?<=\d)[T ]+(?=\d)", "T", match[0].strip(), count=1)
        if "T" in moment and (utc := _UTC.match(value, match.end())):
            return moment + (utc["offset"] or "Z")
        half = _HALF.match(value, match.end())
        return _of_twelve_hours(moment, half[1]) if half else moment
    value = value.strip()
    figures = _YEAR_FIRST.fullmatch(value) or _YEAR_LAST.fullmatch(value)
    if figures:
        year, month, day, time = figures.group("year", "month", "day", "time")
        return f"{year}-{month}-{day}T{time}" if time else f"{year}-{month}-{day}"
    if _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    if bare := _BARE.fullmatch(value):
        year, month, day, hour, minute, second, zone = bare.groups()
        time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
        return f"{year}-{month}-{day}{time}"
    if match := _RFC.fullmatch(value) or _SCRIPT.fullmatch(value):
        parts = match.group("day", "month", "year", "time", "zone")
        try:
            return parsedate_to_datetime(" ".join(parts)).isoformat()
        except ValueError:
            return None
    return None


def printed(*values: str | None) -> str | None:
    """The first of the values that is a date as people write it, and nothing else."""
    return next((value for value in values if value and find_date(value) == value), None)


def _of_twelve_hours(moment: str, half: str) -> str:
    """A moment whose hour is one of twelve."""
    day, _, time = moment.partition("T")
    hour, _, rest = time.partition(":")
    if not 1 <= int(hour) <= 12:
        return moment
    return f"{day}T{int(hour) % 12 + 12 * (half in 'pP'):02}:{rest}"


def stamp(tree: LexborHTMLParser) -> tuple[str | None, str | None]:
    """(for machines, as printed): microdata's publication, or the first ``<time>`` that is
    no list's, no comment's and no update's. What is printed is believed only as far as it is
    a date."""
    for node in tree.css("[itemprop=datePublished], [pubdate]")[:3]:
        if _is_comments(node):
            continue
        own = node.attributes
        value = own.get("content") or own.get("datetime") or node.text()
        if match := ISO.search(value):
            return match[0], tidy_or_none(text_of(node))
    times = tree.css("time")[:_MOST_TIMES]
    for node in times:
        around = _ancestors(node)
        named = f"{node.attributes.get('class')} {node.attributes.get('itemprop')}"
        if not _LISTED.isdisjoint(around) or UPDATED.search(named) or _is_comments(node):
            continue
        if says_change(_text_before(node)):
            continue
        if len(times) > _FEW_TIMES and _HEADS.isdisjoint(around):
            continue
        printed = tidy_or_none(text_of(node))
        match = ISO.search(node.attributes.get("datetime") or "")
        if match or printed:
            return match[0] if match else None, printed
    return _titled(tree)


def _titled(tree: LexborHTMLParser) -> tuple[str | None, str | None]:
    """(for machines, as printed): the moment that an abbreviation of it has as its title, or in
    an attribute for scripts."""
    nodes = tree.css(_TITLED)[:_MOST_TIMES]
    for node in nodes:
        around = _ancestors(node)
        if not _LISTED.isdisjoint(around) or _is_comments(node) or says_change(_text_before(node)):
            continue
        if len(nodes) > _FEW_TIMES and _HEADS.isdisjoint(around):
            continue
        for value in map(node.attributes.get, _TITLES):
            value = (value or "").strip()
            if ISO.fullmatch(value) or _SECONDS.fullmatch(value):
                return iso(value), tidy_or_none(text_of(node))
            if value and find_date(value) == value:
                return None, value
    return None, None


def says_change(label: str) -> bool:
    """Whether a label says that the moment behind it is a change's."""
    return bool(UPDATED.search(label)) and len(label) < _LABEL and not re.search(r"\d", label)


def _text_before(node: LexborNode) -> str:
    """What stands right before a node, in its own parent."""
    before = node.prev
    while before is not None and not tidy_or_none(before.text()):
        before = before.prev
    return before.text() if before is not None else ""


def card_moment(card: LexborNode, named: LexborNode | None) -> str | None:
    """The date of a listing's card: as the element ``named`` prints it, if that is a day of a
    year with its time; else as it or another ``<time>`` of the card tells it for machines.

    So a card that prints only a clock ("10:20") or an age ("2 weeks ago") is dated exactly.
    """
    printed = tidy_or_none(named.text()) if named else None
    if printed and _YEAR.search(printed) and has_time(printed):
        return printed
    for node in [*([named] if named else []), *card.css("time[datetime]")]:
        label = f"{node.attributes.get('class')} {node.attributes.get('itemprop')}"
        machine = iso(node.attributes.get("datetime"))
        if machine and not UPDATED.search(label) and ("T" in machine or not _tells(printed)):
            return machine
    return printed


def _tells(printed: str | None) -> bool:
    """Whether a printed date tells at least its year: a day for machines is no more than that."""
    return bool(printed and _YEAR.search(printed))


def _is_comments(node: LexborNode) -> bool:
    """Whether a moment is a reader's comment's: it, or what it stands in, is named so."""
    current: LexborNode | None = node
    for _ in range(_COMMENT_DEPTH):
        if current is None or current.tag in _WHOLE:
            return False
        own = current.attributes
        named = f"{own.get('class')} {own.get('id')} {own.get('itemprop')} {own.get('itemtype')}"
        if _COMMENT.search(named):
            return True
        current = current.parent
    return False


def _ancestors(node: LexborNode) -> set[str]:
    names: set[str] = set()
    parent = node.parent
    while parent is not None and len(names) < 50:
        names.add(parent.tag or "")
        parent = parent.parent
    return names
