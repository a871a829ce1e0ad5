"""HTML to an lxml tree, and what is asked of its elements everywhere."""

import re

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from kazcrawl.pages.bounds import cut
from kazcrawl.pages.nesting import flattened
from kazcrawl.text import tidy

# lxml's elements cost ten times those of the page's own parser: a page of more tags is read so far.
_MAX_TAGS = 40_000
_MAX_CHARACTERS = 3_000_000
# libxml2 gives up at 256, and cells and list items may stand a little deeper than this.
_MAX_DEPTH = 80
_STRING = etree.XPath("string()", smart_strings=False)
# lxml.html asks a Python function for each element's class, to tell forms and inputs apart.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
# A stray end of the page: what stands behind it would be in no element of the text.
_PAGE_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# lxml lets nobody write what is no character of XML.
_NO_TEXT = ("\ufffe", "\uffff")
_SPACES = bytes(byte if byte >= 32 or byte in b"\t\n\r" else 32 for byte in range(256))


def parse(html: str) -> HtmlElement | None:
    """The tree of a bounded page, or None of an empty one.

    libxml2 silently drops what is nested deeper than 256, hence the second try.
    """
    html = _PAGE_ENDS.sub("", cut(html[:_MAX_CHARACTERS], _MAX_TAGS))
    # How a page is indented is no text: sizes of text would count it.
    html = "\n".join(filter(None, map(str.strip, html.split("\n"))))
    for no_text in _NO_TEXT:
        html = html.replace(no_text, " ")
    if not html.strip():
        return None
    tree, is_whole = _parsed(html)
    return tree if is_whole else _parsed(flattened(html, _MAX_DEPTH))[0]


def _parsed(html: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser took everything."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False
    )
    parser.set_element_class_lookup(_ELEMENTS)
    text = html.encode("utf-8", "replace").translate(_SPACES)
    try:
        tree = document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    return tree, not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def text_of_element(element: HtmlElement) -> str:
    """All the text inside an element, as it stands there."""
    return str(_STRING(element))


def line_of_element(element: HtmlElement) -> str:
    """The same as one tidy line."""
    return tidy(text_of_element(element))


def named(root: HtmlElement, names: re.Pattern[str], *tags: str) -> list[HtmlElement]:
    """The elements inside one, of some tags or any, whose class holds a name, in their order.

    A path takes three times as long.
    """
    # A page says the same many times.
    holds_name: dict[str | None, bool] = {None: False}
    found = []
    for element in root.iter(*(tags or "*")):
        own = element.get("class")
        if own not in holds_name:
            holds_name[own] = names.search(own) is not None
        if holds_name[own] and element is not root:
            found.append(element)
    return found


def carrying(root: HtmlElement, *attributes: str) -> list[HtmlElement]:
    """The elements inside one that carry any of some attributes, in their order.

    A path takes three times as long.
    """
    wanted = frozenset(attributes)
    return [
        element
        for element in root.iter("*")
        if not wanted.isdisjoint(element.keys()) and element is not root
    ]


def text_size(element: HtmlElement) -> int:
    """Characters of text inside an element."""
    return len(text_of_element(element))
