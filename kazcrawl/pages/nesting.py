"""How deep a page is nested, by the rules of HTML's own parsers, and the page made flatter."""

import re

from kazcrawl.text import pattern

ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|[="'])*+"""
# What ends at the first of two signs is leapt over by the first: half of many a page are scripts.
COMMENT = r"<!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
RAW_TEXT = r"[^<]*+(?:<(?!/(?P=raw)[\s/>])[^<]*+)*+(?:</(?P=raw)[^>]*+>?|\Z)"
# Comments and elements of raw text as a whole, tags, and what parsers take for comments.
TOKEN = pattern(
    rf"{COMMENT}"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rf"{ATTRIBUTES}(?:>|\Z){RAW_TEXT}"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+){ATTRIBUTES}(?:>|\Z)"
    r"|<[!?/][^>]*+>?",
    re.IGNORECASE,
)
# Elements that unclosed <b> and <font> may add: a parser opens them anew in each paragraph.
_MAX_REOPENED = 200_000

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
# Elements of HTML that end the foreign content in which they stand.
_BREAK_OUT = frozenset(
    """
    b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li
    listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
    """.split()
)
_RAW_NOWHERE = frozenset(("svg", "math", "select"))
# Foreign content, where <path/> is closed as it stands; and what is HTML again inside it.
_FOREIGN = frozenset(("svg", "math"))
_HTML_AGAIN = frozenset(("foreignobject", "desc", "title", "annotation-xml"))
# A closing tag inside these does not reach an element outside of them.
_SCOPES = frozenset(("table", "td", "th", "caption", "button", "object", "template", "svg", "math"))
_TABLE_PARTS = frozenset("table tbody thead tfoot tr td th caption".split())
# What stands where a tag is left out: an inline element's, and a block's.
_INSTEAD = (" ", "<br>")
# How far a closing tag looks back for its element.
_LOOK_BACK = 30


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

    def put(part: str) -> None:
        # A line that has ended ends no second time: most of a deep page is such ends.
        if part and (part not in _INSTEAD or not out or out[-1] != part):
            out.append(part)

    def end(size: int) -> None:
        for name, is_shown in zip(reversed(stack[size:]), reversed(shown[size:]), strict=True):
            put(f"</{name}>" if is_shown else _instead(name))
        del stack[size:], shown[size:]

    for token in TOKEN.finditer(html):
        put(html[position : token.start()])
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
            put(token[0] if fits else _instead(name))
            closed = _is_self_closed(token) and _foreign(stack) is not None
            if name not in _VOID and not closed:
                stack.append(name)
                shown.append(fits)
    out.append(html[position:])
    return "".join(out)


def _instead(name: str) -> str:
    """What stands where a tag is left out: a block still ends a line."""
    return _INSTEAD[name not in _INLINE]


def _opened(stack: list[str], name: str) -> int | None:
    """Where in the stack a closing tag finds its element; None for one that closes nothing."""
    for place in range(len(stack) - 1, max(-1, len(stack) - _LOOK_BACK), -1):
        if stack[place] == name:
            return place
        if name in _INLINE and stack[place] not in _INLINE:
            return None
        if stack[place] in _SCOPES and name not in _TABLE_PARTS:
            return None
    return None


def _foreign(stack: list[str]) -> int | None:
    """Where in the stack the foreign content begins that is open; None in HTML."""
    begins = None
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] in _HTML_AGAIN:
            break
        if stack[place] in _FOREIGN:
            begins = place
    return begins


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


def is_shallow(html: str, depth: int) -> bool:
    """Whether a page is surely no deeper than ``depth``, by the rules of HTML's own parsers.

    Formatting that its author left open lives on: it is opened anew in each block behind.
    """
    stack: list[str] = []
    formatting = lingering = reopened = 0
    # Whether foreign content may be open: most pages have a few pictures.
    foreign = False
    for token in TOKEN.finditer(html):
        name = token["name"]
        if name is None:
            if _hides_elements(token, stack):
                return False
            continue
        name = name.lower()
        if token["close"]:
            place = len(stack) - 1 if stack and stack[-1] == name else _opened(stack, name)
            if place is not None:
                lingering += sum(other in _FORMATTING for other in stack[place + 1 :])
                del stack[place:]
                formatting -= name in _FORMATTING
            continue
        ends = _ENDS.get(name, ())
        while stack and stack[-1] in ends:
            formatting -= stack.pop() == "a"
        if name in _VOID:
            continue
        if foreign or name in _FOREIGN:
            begins = _foreign(stack)
            foreign = begins is not None or name in _FOREIGN
            if begins is not None and _is_self_closed(token):
                continue
            if begins is not None and name in _BREAK_OUT:
                del stack[begins:]
        stack.append(name)
        formatting += name in _FORMATTING
        reopened += formatting
        if len(stack) + lingering > depth or reopened > _MAX_REOPENED:
            return False
    return True


def _hides_elements(token: re.Match[str], stack: list[str]) -> bool:
    """Inside pictures and menus, what looks like raw text may be elements."""
    return bool(token["raw"] and not _RAW_NOWHERE.isdisjoint(stack) and "<" in token[0][1:-9])


def _is_self_closed(token: re.Match[str]) -> bool:
    return token[0].endswith("/>")
