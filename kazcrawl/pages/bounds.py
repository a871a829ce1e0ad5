"""What a page may cost: bounded in size, tags, depth and attributes before anything parses it.

HTML parsers look at every open element for many a tag: a page of 100,000 nested elements takes
them half a minute, and unclosed ``<font>`` before many ``<p>`` makes a million elements of a
few thousand tags. An ordinary page passes through unchanged; what a hostile one loses is tags,
hardly ever text. Everything here takes time in proportion to the page's length.
"""

import re
from itertools import islice

from kazcrawl.pages.nesting import ATTRIBUTES, COMMENT, RAW_TEXT, TOKEN, flattened, is_shallow
from kazcrawl.text import pattern

MAX_RAW = 12_000_000
"""Characters looked at at all."""
MAX_CHARACTERS = 5_000_000
"""Characters parsed, scripts and styles not counted; an article page has 50,000 to 500,000."""
MAX_TAGS = 80_000
"""The page ends before the next one; the busiest of 328 real pages has about 8,000."""
MAX_DEPTH = 250
"""Elements in elements; ordinary pages stay below 40."""

# A page below these is read in a quarter of a second, whatever it is made of, as long as none of
# its tags is long. Most pages are: an article page of 107,000 characters has 2,200 tags.
_SAFE_TAGS = 4_000
_SAFE_CHARACTERS = 500_000
# A page below this may be one tag: with 10,000 attributes it is read in half a second, its parse
# 0.15 s; one of 100,000 characters takes ten times as long.
_SAFE_TAG = 60_000
# That none is long is seen at once where no ">" stands inside an attribute: each stretch from a
# "<" to a ">" is short then.
_LONG_STRETCH = pattern(r"<[a-zA-Z][^>]{4000}")
_END_IN_ATTRIBUTE = pattern(r"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
# A tag longer than this, or every one if all together are longer than that, keeps only the
# attributes that somebody reads: a parser compares each with all others of its tag, and a
# million of them take 200 MB.
_LONG_TAG = 4_000
_LONG_TAGS = 1_000_000

_LONGER = pattern(rf"<[a-zA-Z][^\s/>]*+(?=[\s/]){ATTRIBUTES}(?:>|\Z)")
_UNREAD = pattern(
    rf"{COMMENT}|<(?P<raw>script|style)(?=[\s/>]){ATTRIBUTES}(?:>|\Z){RAW_TEXT}", re.IGNORECASE
)
_KEPT_ATTRIBUTE = pattern(
    r"""(?<![\w-])(?:class|id|href|src|srcset|alt|lang|dir|name|property|content|datetime|rel"""
    r"""|type|role|style|width|item\w+|pubdate|cite|aria-\w+|data-[\w-]{1,30})\s*=\s*"""
    r"""(?:"[^"]{0,4000}"|'[^']{0,4000}'|[^\s"'>]{1,4000})""",
    re.IGNORECASE,
)


def bounded(html: str) -> str:
    """A page that any parser of this project reads within two seconds and 200 MB.

    An ordinary page comes back as it is.
    """
    if _is_small(html) and (len(html) <= _SAFE_TAG or _has_plain_tags(html)):
        return html
    if len(html) > MAX_CHARACTERS:
        html = _without_scripts(html[:MAX_RAW])[:MAX_CHARACTERS]
    html = cut(html, MAX_TAGS)
    longest, all_tags = _tag_lengths(html)
    if all_tags > _LONG_TAGS:
        html = _leaner(html, 0)
    elif longest > _LONG_TAG:
        html = _leaner(html, _LONG_TAG)
    return html if _is_small(html) or is_shallow(html, MAX_DEPTH) else flattened(html, MAX_DEPTH)


def _is_small(html: str) -> bool:
    """Whether a page is read in no time, however its tags are nested, if none is long."""
    return len(html) <= _SAFE_CHARACTERS and html.count("<") <= _SAFE_TAGS


def _has_plain_tags(html: str) -> bool:
    """Whether it is seen without telling the tags apart that none is long."""
    return not (_has_long_stretch(html) or _END_IN_ATTRIBUTE.search(html))


def _has_long_stretch(html: str) -> bool:
    """Whether no ">" stands for long behind a tag's beginning; most of a page is leapt over."""
    place = 0
    while len(html) - place > _LONG_TAG:
        last = html.rfind(">", place, place + _LONG_TAG)
        if last < 0:
            last = html.find(">", place + _LONG_TAG)
            if _LONG_STRETCH.search(html, place, last if last >= 0 else len(html)):
                return True
            if last < 0:
                break
        place = last + 1
    return False


def cut(html: str, tags: int) -> str:
    """The page before its next tag after so many ``tags``."""
    if html.count("<") <= tags:
        return html
    return html[: next(islice(re.finditer("<", html), tags, None)).start()]


def _tag_lengths(html: str) -> tuple[int, int]:
    """Characters of the longest tag, and of all tags with attributes."""
    lengths = list(map(len, _LONGER.findall(html)))
    return max(lengths, default=0), sum(lengths)


def _without_scripts(html: str) -> str:
    """A page too big to parse, less its comments, scripts and styles (JSON-LD stays)."""
    return _UNREAD.sub(lambda part: part[0] if "ld+json" in part[0][:200] else " ", html)


def _leaner(html: str, longer_than: int) -> str:
    """The page with every tag of more characters made lean. Most tags of a page repeat."""
    lean_by_tag: dict[str, str] = {}
    pieces: list[str] = []
    end = 0
    for token in TOKEN.finditer(html):
        if token.end() - token.start() <= longer_than or not token["name"]:
            continue
        tag = token[0]
        if tag not in lean_by_tag:
            lean_by_tag[tag] = _lean(token)
        pieces += (html[end : token.start()], lean_by_tag[tag])
        end = token.end()
    return "".join([*pieces, html[end:]])


def _lean(token: re.Match[str]) -> str:
    """A tag with at most 20 attributes, those that somebody reads."""
    if token["close"]:
        return f"</{token['name'][:30]}>"
    kept = [match[0] for match in islice(_KEPT_ATTRIBUTE.finditer(token[0]), 20)]
    return f"<{' '.join([token['name'][:30], *kept])}>"
