"""What a page may cost: bounded in size, tags, depth and attributes before anything parses it.

HTML parsers look at every open element for many a tag: a page of 100,000 nested elements takes
them half a minute, and unclosed ``<font>`` before many ``<p>`` makes a million elements of a
few thousand tags. An ordinary page passes through unchanged; what a hostile one loses is tags,
hardly ever text. Everything here takes time in proportion to the page's length.
"""

import re
from itertools import islice

MAX_RAW = 12_000_000
"""Characters looked at at all."""
MAX_CHARACTERS = 5_000_000
"""Characters parsed, scripts and styles not counted; an article page has 50,000 to 500,000."""
MAX_TAGS = 80_000
"""The page ends before the next one; the busiest of 328 real pages has about 8,000."""
MAX_DEPTH = 250
"""Elements in elements; ordinary pages stay below 40."""

# A page below all three is parsed in milliseconds, whatever it is made of.
_SAFE_TAGS = 1_000
_SAFE_CHARACTERS = 100_000
_SAFE_STRETCH = 4_000
# A tag longer than this, or every one if all together are longer than that, keeps only the
# attributes that somebody reads: a parser compares each with all others of its tag, and a
# million of them take 200 MB.
_LONG_TAG = 4_000
_LONG_TAGS = 1_000_000
# Elements that unclosed <b> and <font> may add: a parser opens them anew in each paragraph.
_MAX_REOPENED = 200_000

_ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|[="'])*+"""
# Comments and elements of raw text as a whole, tags, and what parsers take for comments.
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rf"{_ATTRIBUTES}(?:>|\Z).*?(?:</(?P=raw)(?=[\s/>])[^>]*+>?|\Z)"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+){_ATTRIBUTES}(?:>|\Z)"
    r"|<[!?/][^>]*+>?",
    re.IGNORECASE | re.DOTALL,
)
_LONGER = re.compile(rf"<[a-zA-Z][^\s/>]*+(?=[\s/]){_ATTRIBUTES}(?:>|\Z)")
_UNREAD = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<raw>script|style)(?=[\s/>]){_ATTRIBUTES}(?:>|\Z)"
    r".*?(?:</(?P=raw)(?=[\s/>])[^>]*+>?|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_KEPT_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?:class|id|href|src|srcset|alt|lang|dir|name|property|content|datetime|rel"""
    r"""|type|role|style|width|item\w+|pubdate|cite|aria-\w+|data-[\w-]{1,30})\s*=\s*"""
    r"""(?:"[^"]{0,4000}"|'[^']{0,4000}'|[^\s"'>]{1,4000})""",
    re.IGNORECASE,
)

_VOID = frozenset(
    "area base br col embed frame hr img input keygen link meta param source track wbr".split()
)
# Elements that parsers open again after the block in which they were left unclosed.
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_INLINE = _FORMATTING | frozenset(
    "abbr cite del ins kbd label mark q span sub sup time var".split()
)
# Which open elements a start tag ends, without a word of its author.
_ENDS = {
    "a": ("a",),
    "p": ("p",),
    "li": ("li", "p"),
    "dt": ("dt", "dd", "p"),
    "dd": ("dt", "dd", "p"),
    "option": ("option",),
    "td": ("td", "th", "p"),
    "th": ("td", "th", "p"),
    "tr": ("td", "th", "tr", "p"),
    "tbody": ("td", "th", "tr", "tbody", "thead", "p"),
    "tfoot": ("td", "th", "tr", "tbody", "thead", "p"),
}
_IMPLIED = frozenset(name for names in _ENDS.values() for name in names) - {"a"}
_RAW_NOWHERE = frozenset(("svg", "math", "select"))
# How far a closing tag looks back for its element.
_LOOK_BACK = 30


def bounded(html: str) -> str:
    """A page that any parser of this project reads within two seconds and 200 MB.

    An ordinary page comes back as it is.
    """
    if (
        html.count("<") <= _SAFE_TAGS
        and len(html) <= _SAFE_CHARACTERS
        and (max(map(len, html.split(">"))) <= _SAFE_STRETCH)
    ):
        return html
    if len(html) > MAX_CHARACTERS:
        html = _without_scripts(html[:MAX_RAW])[:MAX_CHARACTERS]
    html = cut(html, MAX_TAGS)
    longest, all_tags = _tag_lengths(html)
    if all_tags > _LONG_TAGS:
        html = _TOKEN.sub(_lean, html)
    elif longest > _LONG_TAG:
        html = _TOKEN.sub(
            lambda tag: _lean(tag) if tag.end() - tag.start() > _LONG_TAG else tag[0], html
        )
    return html if _is_shallow(html) else flattened(html, MAX_DEPTH)


def cut(html: str, tags: int) -> str:
    """The page before its next tag after so many ``tags``."""
    if html.count("<") <= tags:
        return html
    return html[: next(islice(re.finditer("<", html), tags, None)).start()]


def flattened(html: str, depth: int) -> str:
    """The page well nested and no deeper than about ``depth``, all of its text kept.

    Tags that stand deeper are left out, and so are comments, scripts and styles (JSON-LD
    stays). Every element is closed where it ends, so that a parser has nothing to guess.
    """
    out: list[str] = []
    # The open elements, and which of them are left out for their depth.
    stack: list[str] = []
    shown: list[bool] = []
    position = 0

    def end(size: int) -> None:
        for name, is_shown in zip(reversed(stack[size:]), reversed(shown[size:]), strict=True):
            out.append(f"</{name}>" if is_shown else " ")
        del stack[size:], shown[size:]

    for token in _TOKEN.finditer(html):
        out.append(html[position : token.start()])
        position = token.end()
        raw, name = token["raw"], (token["name"] or "").lower()
        if raw and (raw.lower() == "title" or "ld+json" in token[0][:200]):
            out.append(token[0])
        elif not name:
            continue
        elif token["close"]:
            if (size := _opened(stack, name)) is not None:
                end(size)
        else:
            end(_left_open(stack, name))
            # Paragraphs and list items go a little deeper, or all text would be one line.
            fits = len(stack) < depth + (8 if name in _IMPLIED else 0)
            out.append(token[0] if fits else " ")
            if name not in _VOID:
                stack.append(name)
                shown.append(fits)
    out.append(html[position:])
    return "".join(out)


def _opened(stack: list[str], name: str) -> int | None:
    """Where in the stack a closing tag finds its element; None for one that closes nothing."""
    for place in range(len(stack) - 1, max(-1, len(stack) - _LOOK_BACK), -1):
        if stack[place] == name:
            return place
        if name in _INLINE and stack[place] not in _INLINE:
            return None
    return None


def _left_open(stack: list[str], name: str) -> int:
    """The stack's size after a start tag has ended what its author left open."""
    ends = _ENDS.get(name) or (() if name in _INLINE or name in _VOID else ("p",))
    size = place = len(stack)
    while ends and place and (stack[place - 1] in ends or stack[place - 1] in _INLINE):
        place -= 1
        if stack[place] in ends:
            size = place
        if len(stack) - place > _LOOK_BACK:
            break
    return size


def _is_shallow(html: str) -> bool:
    """Whether a page is surely no deeper than MAX_DEPTH; sloppy nesting counts as depth.

    An element counts as closed only where no parser could see that otherwise.
    """
    stack: list[str] = []
    formatting = reopened = 0
    for token in _TOKEN.finditer(html):
        name = token["name"]
        if name is None:
            # Inside pictures and menus, what looks like raw text may be elements.
            if token["raw"] and not _RAW_NOWHERE.isdisjoint(stack) and "<" in token[0][1:-9]:
                return False
            continue
        name = name.lower()
        if token["close"]:
            place = len(stack)
            while place and stack[place - 1] != name and stack[place - 1] in _IMPLIED:
                place -= 1
            if place and stack[place - 1] == name:
                del stack[place - 1 :]
                formatting -= name in _FORMATTING
        elif name not in _VOID:
            ends = _ENDS.get(name, ())
            while stack and stack[-1] in ends:
                formatting -= stack.pop() == "a"
            stack.append(name)
            formatting += name in _FORMATTING
            reopened += formatting
            if len(stack) > MAX_DEPTH or reopened > _MAX_REOPENED:
                return False
    return True


def _tag_lengths(html: str) -> tuple[int, int]:
    """Characters of the longest tag, and of all tags with attributes."""
    spans = [tag.span() for tag in _LONGER.finditer(html)]
    lengths = [end - start for start, end in spans]
    return max(lengths, default=0), sum(lengths)


def _without_scripts(html: str) -> str:
    """A page too big to parse, less its comments, scripts and styles (JSON-LD stays)."""
    return _UNREAD.sub(lambda part: part[0] if "ld+json" in part[0][:200] else " ", html)


def _lean(token: re.Match[str]) -> str:
    """A tag with at most 20 attributes, those that somebody reads."""
    if not token["name"]:
        return token[0]
    if token["close"]:
        return f"</{token['name'][:30]}>"
    kept = [match[0] for match in islice(_KEPT_ATTRIBUTE.finditer(token[0]), 20)]
    return f"<{' '.join([token['name'][:30], *kept])}>"
