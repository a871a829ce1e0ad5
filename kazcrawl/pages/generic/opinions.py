"""Who says which blocks are the article: trafilatura, the densest element, JSON-LD, the headline."""

import logging
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from kazcrawl.cleaning import is_end, is_reply
from kazcrawl.pages.generic.blocks import Block, flat
from kazcrawl.pages.generic.boxes import goes_on_behind, heads_more, links_behind
from kazcrawl.pages.generic.density import densest
from kazcrawl.pages.generic.prune import HEADINGS

# Above these trafilatura is not asked: it would take seconds and up to a GB. The pages of the
# tuning set have at most 3,600 elements; the longest article known has 66,137 characters.
_MAX_ELEMENTS, _MAX_TEXT = 10_000, 1_000_000
_COUNT = re.compile(r"\d")
# A line longer than this is no heading of comments or links.
_LONGEST_END = 80
# A short block far ahead of the last one found is a chance hit.
_SURE, _NEAR, _ANYWHERE = 25, 40, 40
# JSON-LD's body is believed from so many characters on, if so much of it stands on the page.
_LEAST_TOLD, _TOLD_SHARE = 400, 0.56
# Letters and digits; a shorter headline is found by chance.
_LEAST_HEADLINE, _LIKE_HEADLINE = 6, 15
# An exact heading counts wherever it stands; a likely one not in the last quarter.
_FAR_DOWN = 0.75
# Characters of prose that make an article behind a headline that no opinion reaches.
_PROSE_BEHIND = 250


@dataclass(slots=True)
class Opinions:
    """Indexes of blocks: the headline's (-1: not found), and what each opinion takes.

    ``ends`` are heads of comments, reply forms and boxes of links behind which no text goes on,
    ``replies`` those of them that are readers', ``boxes`` the links of all boxes.
    ``exact``: the headline's block is an h1 and is the headline word for word.
    """

    start: int
    exact: bool
    trafilatura: set[int]
    dense: set[int]
    told: set[int] | None
    ends: set[int]
    replies: set[int]
    boxes: set[int]


def opinions(
    blocks: list[Block], body: HtmlElement, tree: HtmlElement, told: str | None, headline: str
) -> Opinions:
    """All opinions on a page; ``told`` is the article's text by JSON-LD, None without one."""
    start = find_headline(blocks, headline)
    heads = [place for place, block in enumerate(blocks) if len(block.text) < _LONGEST_END]
    known = {place for place in heads if is_end(blocks[place].text)}
    replies = {place for place in known if is_reply(blocks[place].text)}
    # A bare word above paragraphs like those before it is a sub-heading of the text.
    replies -= {
        place
        for place in replies
        if not _COUNT.search(blocks[place].text) and heads_more(blocks, place)
    }
    ends = {place for place in known if place in replies or not goes_on_behind(blocks, place)}
    small = sum(len(block.text) for block in blocks) < _MAX_TEXT
    asked = small and tree.xpath("count(//*)") < _MAX_ELEMENTS
    exact = start >= 0 and blocks[start].tag == "h1"
    said = Opinions(
        start=start,
        exact=exact and blocks[start].flat == flat(headline),
        trafilatura=found_in(blocks, _trafilatura_text(tree)) if asked else set(),
        dense=densest(blocks, body, start, ends),
        told=_told(blocks, told),
        ends=ends,
        replies=replies,
        boxes={link for place in known for link in links_behind(blocks, place)},
    )
    if said.exact:
        _look_behind(blocks, body, said)
    return said


def _look_behind(blocks: list[Block], body: HtmlElement, said: Opinions) -> None:
    """Where all opinions lie before the very headline, they are of something else (a table)."""
    behind = set(range(said.start + 1, len(blocks)))
    taken = prose(blocks, behind & (said.trafilatura | said.dense))
    if not taken and prose(blocks, behind) >= _PROSE_BEHIND:
        said.trafilatura = set()
        said.dense = densest(blocks, body, said.start, said.ends, before=0.0)


def find_headline(blocks: list[Block], headline: str) -> int:
    """Index of the headline's block, or -1: the last of the best kind (h1, heading, line)."""
    wanted = flat(headline)
    if len(wanted) < _LEAST_HEADLINE:
        return -1
    total = sum(len(block.text) for block in blocks) or 1
    seen, best, best_rank = 0, -1, 0
    for place, block in enumerate(blocks):
        seen += len(block.text)
        own = block.flat
        is_same = own == wanted
        if not is_same and (seen > _FAR_DOWN * total or not _is_like(own, wanted)):
            continue
        rank = 1 if block.link_share < 0.5 else 0
        if block.tag in HEADINGS:
            rank = 3 if block.tag == "h1" else 2
        if is_same and (seen <= _FAR_DOWN * total or rank == 3):
            rank *= 2
        if rank > best_rank:
            best, best_rank = place, rank
    return best


def _is_like(own: str, wanted: str) -> bool:
    return (
        len(own) > _LIKE_HEADLINE
        and (own in wanted or wanted in own)
        and 0.6 < len(own) / len(wanted) < 1.6
    )


def found_in(blocks: list[Block], text: str) -> set[int]:
    """Blocks found in a text, in its order; white space and punctuation do not count."""
    # The blocks' letters are composed.
    whole = flat(unicodedata.normalize("NFC", text))
    found: set[int] = set()
    cursor = 0
    for place, block in enumerate(blocks):
        own = block.flat
        if not own:
            continue
        at = whole.find(own, cursor)
        if at >= 0 and (len(own) >= _SURE or at - cursor <= _NEAR):
            found.add(place)
            cursor = at + len(own)
        elif len(own) >= _ANYWHERE and own in whole:
            found.add(place)
    return found


def prose(blocks: list[Block], some: set[int]) -> float:
    """Characters of prose in some of the blocks."""
    return sum(blocks[place].worth for place in some)


def _told(blocks: list[Block], text: str | None) -> set[int] | None:
    """What JSON-LD tells; a body cut short (a teaser) or of another article is no witness."""
    if text is None or len(text) < _LEAST_TOLD:
        return None
    told = found_in(blocks, text)
    return told if prose(blocks, told) >= _TOLD_SHARE * len(text) else None


def _trafilatura_text(tree: HtmlElement) -> str:
    """The text that trafilatura takes for the article's; empty where it finds none or fails.

    Precision first and without its own fallbacks, which parse the page twice more.
    """
    # Half a second to import, and most pages are of a known layout.
    from trafilatura.core import bare_extraction
    from trafilatura.utils import line_processing, trim

    for name in ("trafilatura", "htmldate", "courlan"):
        # One line an odd page would fill the crawl's log.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Its format for Python makes a text of the elements as well.
    options: dict[str, Any] = {
        "favor_precision": True,
        "fast": True,
        "with_metadata": False,
        "output_format": "xml",
    }
    try:
        document = bare_extraction(
            tree, url=None, include_comments=False, include_tables=True, **options
        )
    except Exception:
        # A library's fault on one odd page is not the page's end: the other opinion stands.
        return ""
    finally:
        # Both keep up to 1,024 texts, whole pages among them, for the life of the process.
        trim.cache_clear()
        line_processing.cache_clear()
    if document is None or isinstance(document, dict):
        return ""
    if document.body is None:
        return document.text or ""
    return "\n".join("".join(element.itertext()) for element in document.body)
