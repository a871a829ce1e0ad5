"""A text's table of contents: a list of links to places on the page itself, with its heading."""

from lxml.html import HtmlElement

from kazcrawl.pages.contents import LEAST_ENTRIES, LEAST_NAMED, LINKED, LONGEST_NAME, NAMES
from kazcrawl.pages.generic.tree import line_of_element, text_of_element, text_size

_LISTS = frozenset(("ul", "ol"))
# Elements that end a line of their own; the heading of the contents is one.
_LINES = frozenset("h2 h3 h4 h5 h6 p div span strong b summary label".split())


def drop_contents(body: HtmlElement) -> None:
    """Takes out lists that only lead to places on the page itself, with their headings, and the
    signs (#, ¶) by which a heading leads to itself."""
    anchors = [link for link in body.iter("a") if _is_anchor(link)]
    lists = [*body.iter(*_LISTS)] if len(anchors) >= LEAST_NAMED else []
    for element in lists:
        if next(element.iterancestors(*_LISTS), None) is None and _leads_inwards(element):
            heading = _heading_of(element)
            if heading is None and len(list(element.iter("a"))) < LEAST_ENTRIES:
                continue
            element.drop_tree()
            if heading is not None:
                heading.drop_tree()
    for link in anchors:
        if link.getparent() is not None and _is_sign(link):
            link.drop_tree()


def _leads_inwards(element: HtmlElement) -> bool:
    links = list(element.iter("a"))
    if len(links) < LEAST_NAMED or not all(_is_anchor(link) for link in links):
        return False
    return sum(map(text_size, links)) >= LINKED * len(line_of_element(element))


def _is_anchor(link: HtmlElement) -> bool:
    address = link.get("href") or ""
    return len(address) > 1 and address[0] == "#"


def _is_sign(link: HtmlElement) -> bool:
    """Whether a link holds neither a word nor a picture."""
    no_word = not any(map(str.isalnum, text_of_element(link)))
    return no_word and next(link.iter("img"), None) is None


def _heading_of(element: HtmlElement) -> HtmlElement | None:
    """The line right before a list, or before the box that holds nothing else, if it names it."""
    while element.getprevious() is None:
        above = element.getparent()
        if above is None or above.tag not in ("div", "nav", "section", "details"):
            return None
        element = above
    before = element.getprevious()
    if before is None or before.tag not in _LINES or (before.tail or "").strip():
        return None
    line = line_of_element(before)
    return before if len(line) <= LONGEST_NAME and NAMES.fullmatch(line) else None
