"""JSON-LD, read tolerantly: what is broken is mended or passed over."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from kazcrawl.text import pattern, tidy

ARTICLE_TYPES = frozenset(
    """
    Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle
    BackgroundNewsArticle AdvertiserContentArticle LiveBlogPosting TechArticle Report
    ScholarlyArticle Posting SocialMediaPosting Review
    """.split()
)
_LONGEST = 2_000_000
_LONGEST_VALUE = 20_000
_MOST_OBJECTS = 300
_MOST_ENTRIES = 200
_WRAPPING = pattern(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)"
    r"|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
# A string. One that does not end is met once, not at each sign of it.
_STRING = r'"(?:[^"\\]|\\.)*+(?P<end>"|\\?\Z)'
_COMMENTS = pattern(rf'({_STRING})|/\*.*?(?:\*/|\Z)|(?<![:"\w])//[^\n"]*$', re.DOTALL | re.M)
# An editor's quotation marks in place of plain ones.
_TYPOGRAPHIC = pattern("[“”„″]|&#82(?:20|21|22|43);")
_LAST_COMMA = pattern(r",\s*([}\]])")
# A backslash that escapes nothing, and a quotation mark that neither opens nor closes a string.
_BACKSLASH = pattern(r'\\(?!["\\/bfnrtu])')
_INNER_QUOTE = pattern(r'(?<=[^\s:{\[,\\])(\s{0,3})"(?=\s*[^\s:,}\]])')
# A value, the break behind it, and the next name, between which the comma is missing.
_NO_COMMA = pattern(r'(["\d}\]]|\btrue|\bfalse|\bnull)(\s{1,200})(?="@?[\w-]{1,60}"\s{0,9}:)')
# Commas that part nothing, a full stop of JavaScript, and a word for nothing.
_PARTS_NOTHING = pattern(rf"({_STRING})|,(?=\s{{0,99}},)|;(?=\s{{0,99}}[}}\]])", re.DOTALL)
_NO_VALUE = pattern(rf"({_STRING})|(?<![\w.])undefined(?!\w)", re.DOTALL)
_BRACKETS = pattern(rf"{_STRING}|[{{}}\[\]]", re.DOTALL)
_NAME_ALONE = pattern(r',?\s{0,99}"[^"\\]{1,99}"\s{0,9}:\s{0,9}$')
# JavaScript's strings and bare names in place of JSON's, beside JSON's own strings and comments. A
# single quotation mark ends a string only before what may follow one; the last may lack it.
_SCRIPT_PARTS = pattern(
    r'(?P<string>"(?:[^"\\]|\\.)*+(?:"|$))'
    r"|'(?P<single>(?:[^'\\]|\\.|'(?!\s{0,9}[,:}\]]))*+)(?:'|$)"
    r"|(?P<comment>/\*.*?(?:\*/|$)|//[^\n]*)"
    r"|(?P<name>(?<![\w$])[A-Za-z_$][\w$]{0,60}+)(?=\s{0,9}:)",
    re.DOTALL,
)
# What a string means otherwise between double quotation marks.
_REQUOTED = {"\\'": "'", '"': '\\"'}
_REQUOTE = pattern(r"\\.|\"", re.DOTALL)
_BEGINNING = pattern(r"[{\[]")
# Raw newlines inside strings are let pass.
_DECODER = json.JSONDecoder(strict=False)
_TAG = pattern(r"<[^<>]{1,2000}>")
# Templates print these for an empty field.
_NOTHING = frozenset(("", "none", "null", "undefined", "nan", "-"))
# Or leave it as they name it.
_UNFILLED = pattern(r"\{\{.*\}\}|\[\[.*\]\]|\$\{.*\}|<%.*%>|%\w+%|\[object \w+\]|#[A-Z_]+#")
# Objects that hold others of the page.
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")


def objects(script: str) -> list[dict[str, Any]]:
    """Every object of one block of JSON-LD, graphs opened; none of a block beyond mending."""
    return list(_opened(_loaded(script.strip())))


def _loaded(text: str) -> object:
    if not text or len(text) > _LONGEST:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    if '"@type"' not in text:
        text = _TYPOGRAPHIC.sub('"', text)
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip("\ufeff \t\r\n").rstrip(";")
    plain = _LAST_COMMA.sub(r"\1", _COMMENTS.sub(lambda part: part[1] or " ", text))
    quoted = _INNER_QUOTE.sub(r"\1\"", _BACKSLASH.sub(r"\\\\", plain))
    found = _values(text) or _values(plain) or _values(quoted) or _values(_mended(plain))
    return found or _values(_LAST_COMMA.sub(r"\1", _SCRIPT_PARTS.sub(_as_json, text)))


def _mended(text: str) -> str:
    """A text with the commas that are missing and without those too many, closed at its end."""
    text = _PARTS_NOTHING.sub(lambda part: part[1] or "", _NO_COMMA.sub(r"\1,\2", text))
    text = _NO_VALUE.sub(lambda part: part[1] or "null", text)
    closing: list[str] = []
    for bracket in _BRACKETS.finditer(text):
        if bracket[0] in "{[":
            closing.append("}" if bracket[0] == "{" else "]")
        elif bracket[0] in "}]" and closing:
            closing.pop()
        elif bracket["end"] not in (None, '"'):
            # A string without its end is worth nothing, nor is its name.
            text = _NAME_ALONE.sub("", text[: bracket.start()])
            break
    return _LAST_COMMA.sub(r"\1", text.rstrip().rstrip(",") + "".join(reversed(closing)))


def _as_json(part: re.Match[str]) -> str:
    """A part of an object in JavaScript as JSON has it."""
    if part["string"] is not None:
        return part["string"]
    if part["single"] is not None:
        own = _REQUOTE.sub(lambda sign: _REQUOTED.get(sign[0], sign[0]), part["single"])
        return f'"{own}"'
    return f'"{part["name"]}"' if part["name"] else " "


def _values(text: str) -> list[object]:
    """The values that stand one behind another in a text, up to where it breaks."""
    found: list[object] = []
    place = 0
    while len(found) < _MOST_OBJECTS and (begin := _BEGINNING.search(text, place)):
        try:
            value, place = _DECODER.raw_decode(text, begin.start())
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _opened(data: object) -> Iterator[dict[str, Any]]:
    queue, found = [data], 0
    while queue and found < _MOST_OBJECTS:
        entry = queue.pop(0)
        if isinstance(entry, list):
            queue.extend(entry[:_MOST_ENTRIES])
        elif isinstance(entry, dict):
            found += 1
            yield entry
            queue.extend(
                entry[name] for name in _HOLDERS if isinstance(entry.get(name), dict | list)
            )


def types_of(entry: dict[str, Any]) -> set[str]:
    """The types of an object, without their vocabulary."""
    kind = entry.get("@type")
    return {str(name).rsplit("/", 1)[-1] for name in (kind if isinstance(kind, list) else [kind])}


def is_article(entry: dict[str, Any]) -> bool:
    """Whether an object describes an article."""
    return not ARTICLE_TYPES.isdisjoint(types_of(entry))


def is_organization(entry: dict[str, Any]) -> bool:
    """Whether an object describes a newspaper, an agency, a site: nobody who could write."""
    return any(kind.endswith("Organization") or kind == "WebSite" for kind in types_of(entry))


def text_of(value: Any) -> str | None:
    """A value as one clean line, the first of several; its name, if it is a thing; or None."""
    if isinstance(value, list):
        value = next((entry for entry in value if text_of(entry)), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
        return text_of(value) if not isinstance(value, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return clean(value)


def clean(value: str) -> str | None:
    """A text of metadata without what templates leave in it: entities, tags, words for nothing."""
    value = value[:_LONGEST_VALUE]
    if "&" in value:
        # Escaped once for JSON or for the attribute, and once more by the template.
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = _TAG.sub(" ", value)
    value = tidy(value)
    if value and value[0] in "{[$<%#" and _UNFILLED.fullmatch(value):
        return None
    return None if len(value) < 10 and value.casefold() in _NOTHING else value


def texts_of(value: Any) -> list[str]:
    """A value's texts, each once: of a list each entry's."""
    entries = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for entry in entries if (text := text_of(entry))))


def prose_of(value: Any) -> str | None:
    """A long text (``articleBody``) without tags and entities, its lines kept; or None."""
    if not isinstance(value, str):
        return None
    return html.unescape(_TAG.sub("\n", value) if "<" in value else value)
