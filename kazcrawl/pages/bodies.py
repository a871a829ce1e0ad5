"""The whole body of a known layout, and the boxes of links inside it."""

import re

from selectolax.lexbor import LexborNode

from kazcrawl.cleaning import is_end
from kazcrawl.pages.text import is_only_links
from kazcrawl.text import tidy

# What goes on behind a body that a stray end tag has closed; anything else ends it, and so does
# what is nothing but links: tags, related articles.
_TEXT = frozenset("p ul ol blockquote h2 h3 h4 table pre figure".split())
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|rar|7z|csv)(?:[?#]|$)", re.IGNORECASE)
_HEADINGS = frozenset("p h2 h3 h4 h5 div".split())
_LINES = frozenset("p div li h3 h4".split())
_LONGEST_HEADING = 60


def whole_body(first: LexborNode) -> list[LexborNode]:
    """The elements that hold a layout's text, in order: the first container, those like it
    beside it, and paragraphs that a stray end tag has put behind one."""
    found = [first]
    goes_on = True
    named = first.attributes.get("class")
    behind = first.next
    while behind is not None:
        tag = behind.tag or "-"
        if tag == first.tag and named and behind.attributes.get("class") == named:
            found.append(behind)
            goes_on = True
        elif goes_on and _is_text(behind):
            found.append(behind)
        elif tag[0] not in "-!" or (tag == "-text" and tidy(behind.text_content)):
            goes_on = False
        behind = behind.next
    return found


def _is_text(node: LexborNode) -> bool:
    """Whether an element is the text's own: one that a layout names is a field beside it."""
    is_plain = node.tag in _TEXT and not node.attributes.get("class")
    return is_plain and not is_only_links(node)


def is_document(href: str | None) -> bool:
    """Whether a link leads to a document: what an article refers to, not another article."""
    return bool(href and _DOCUMENT.search(href))


def linked_boxes(body: LexborNode) -> set[int]:
    """The ``mem_id`` of lines of links behind a heading of related articles ("Read also").

    The box ends at the first line that is not its own.
    """
    found: set[int] = set()
    for link in body.css("a[href]"):
        line = link.parent
        if line is None or line.tag not in _LINES or line.mem_id in found:
            continue
        before = _element_before(line.parent if line.tag == "li" and line.parent else line)
        if before is None or not (before.mem_id in found or _heads_box(before)):
            continue
        if is_only_links(line):
            found.add(line.mem_id)
    return found


def _heads_box(node: LexborNode) -> bool:
    if node.tag not in _HEADINGS:
        return False
    text = node.text()
    return len(text) < _LONGEST_HEADING and is_end(tidy(text))


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and (before.tag or "-")[0] in "-!":
        if before.tag == "-text" and tidy(before.text_content):
            return None
        before = before.prev
    return before
