"""A text's table of contents in a known layout's body: a list of links to places on the page."""

import re

from selectolax.lexbor import LexborNode

from kazcrawl.text import pattern, tidy

NAMES = pattern(
    r"\W*(?:table of contents|contents|in this (?:article|post|story)|jump to|on this page"
    r"|содержание|оглавление|в этой (?:статье|публикации)|мазмұны?|мақала мазмұны|мундарижа"
    r"|mundarija|mazmuny?|目录|目錄|本文目录)\W*",
    re.IGNORECASE,
)
"""What a table of contents is headed by."""
LEAST_ENTRIES, LEAST_NAMED = 3, 2
"""Entries of one; fewer under a heading that names it."""
LINKED = 0.5
"""Share of a list's characters that its links must have: a footnote has text beside its link."""
LONGEST_NAME = 40


def contents_lists(body: LexborNode) -> set[int]:
    """The ``mem_id`` of lists that only lead to places on the page, and of their headings."""
    found: set[int] = set()
    if body.css_first("a[href^='#']") is None:
        return found
    within = {entries.mem_id for entries in body.css("ul ul, ul ol, ol ul, ol ol")}
    for entries in body.css("ul, ol"):
        if entries.mem_id in within:
            continue
        links = entries.css("a")
        if len(links) < LEAST_NAMED or not all(map(_leads_inwards, links)):
            continue
        if sum(len(tidy(link.text())) for link in links) < LINKED * len(tidy(entries.text())):
            continue
        heading = _heading_of(entries, body)
        if heading is not None or len(links) >= LEAST_ENTRIES:
            found.add(entries.mem_id)
        if heading is not None:
            found.add(heading.mem_id)
    return found


def _leads_inwards(link: LexborNode) -> bool:
    address = link.attributes.get("href") or ""
    return len(address) > 1 and address[0] == "#"


def _heading_of(entries: LexborNode, body: LexborNode) -> LexborNode | None:
    """The line right before a list, or before the box that holds nothing else, if it names it."""
    box: LexborNode | None = entries
    while box is not None and box.mem_id != body.mem_id:
        before = box.prev
        while before is not None and (before.tag or "-")[0] in "-!" and not tidy(before.text()):
            before = before.prev
        if before is not None:
            line = "" if (before.tag or "-")[0] in "-!" else tidy(before.text())
            return before if len(line) <= LONGEST_NAME and NAMES.fullmatch(line) else None
        box = box.parent
    return None
