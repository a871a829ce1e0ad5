"""HTML to an lxml tree, whatever the HTML is: bounded in size, in elements and in depth."""

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_RAW = 12_000_000  # characters looked at at all
MAX_PAGE = (
    3_000_000  # characters parsed, scripts and styles not counted; an article page is 50 to 500 KB
)
MAX_TAGS = 80_000  # the rest of the page is not parsed; the eval pages have at most about 8,000
MAX_DEPTH = 80  # libxml2 gives up at 256, and cells and list items are not counted here
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*?(/?)>")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "td",
        "tr",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
    ]
)


def limit_depth(html: str) -> str:
    """Drop the tags beyond MAX_DEPTH, keeping their text."""
    depth = 0

    def keep(m: re.Match[str]) -> str:
        nonlocal depth
        if m[2].lower() in VOID or m[3]:
            return m[0] if depth <= MAX_DEPTH else " "
        if m[1]:
            depth = max(0, depth - 1)
            return m[0] if depth < MAX_DEPTH else " "
        depth += 1
        return m[0] if depth <= MAX_DEPTH else " "

    return TAG.sub(keep, html)


BAD_CHARS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_scripts(html: str) -> str:
    """A page too big to parse, less its scripts and styles (JSON-LD stays). By hand: linear on any input."""
    out: list[str] = []
    at = 0
    low = html.lower() if len(html.lower()) == len(html) else html
    for m in re.finditer(r"<(script|style)\b[^<>]*>", low):
        if m.start() < at or "ld+json" in m[0]:
            continue
        end = low.find(f"</{m[1]}", m.end())
        if end < 0:
            continue
        out.append(html[at : m.start()])
        at = end
    return "".join(out) + html[at:]


def parse(html: str) -> HtmlElement | None:
    """The page's tree, or None of an empty one. libxml2 silently drops what is nested deeper than 256, hence the second try."""
    html = html[:MAX_RAW]
    if len(html) > MAX_PAGE:
        html = without_scripts(html)[:MAX_PAGE]
    html = BAD_CHARS.sub(" ", html)
    if html.count("<") > MAX_TAGS:
        html = limit_depth(html)
    if html.count("<") > MAX_TAGS:
        html = html[: next(islice(re.finditer("<", html), MAX_TAGS, None)).start()]
    if not html.strip():
        return None
    for text in (html, None):
        parser = HTMLParser(
            encoding="utf-8",
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
            huge_tree=False,
        )
        try:
            tree = document_fromstring(
                (limit_depth(html) if text is None else text).encode("utf-8"), parser=parser
            )
        except (etree.LxmlError, ValueError, AssertionError):
            tree = None
        if not any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
            return tree
    return tree
