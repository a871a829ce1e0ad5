"""A page as a list of text blocks in reading order.

A block is what a reader sees as one paragraph or line. Its numbers (length, share of link text,
sentences) and its place in the tree decide what it is; class and id names are never needed.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from kazcrawl.pages.embeds import permalink
from kazcrawl.pages.generic.prune import HEADINGS
from kazcrawl.pages.generic.tree import text_of_element
from kazcrawl.text import tidy

_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr
    noindex output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr o:p
    center-inline img picture source
    """.split()
)
# Inside a table of facts these break no line.
_IN_ROW = frozenset("td th p div ul ol li tbody thead".split())
_CELLS = frozenset(("td", "th"))
_FLAGS = {
    "li": "li",
    "dd": "li",
    "dt": "li",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "table",
    "aside": "aside",
    "form": "form",
    "figure": "figure",
    "header": "header",
    "address": "address",
    "summary": "head",
    **dict.fromkeys(HEADINGS, "head"),
}
_TERMINAL = re.compile(r"[.!?…。！？؟۔][\"'»”’)\]】]*\s*$")
_SENTENCE_END = re.compile(r"[.!?…؟۔][\"'»”’)\]]*(?=\s|$)|[。！？]")
_WORDS = re.compile(r"\w+")
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Characters a cell on the average, and at most: more is a page laid out by a table.
_CELL, _LONGEST_CELL = 120, 500
# How many blocks back the address of an embedded post may stand already.
_POST_BACK = 10

# A site's notice of its rights is often the longest sentence of a page; it makes no article.
_NOTICE = re.compile(
    r"\W*(?:©|\(c\)|copyright\s+(?:©|\(c\)|[12]\d{3})|all rights reserved|版权所有"
    r"|все права (?:на|защищ|принадлеж|охраня)|барлық құқық\w* (?:қорғал|сақтал)"
    r"|барча ҳуқуқлар|barcha huquqlar|barlyq quqyq)",
    re.IGNORECASE,
)

# What of a block's characters counts as prose.
_LABEL = 25  # characters; fewer are a label
_MOSTLY_LINK = 0.5
_SHORT_NO_SENTENCE, _LONG_NO_SENTENCE, _LONG = 0.25, 0.6, 120
_CAPTION, _ASIDE = 0.2, 0.3


@dataclass(slots=True, eq=False)
class Block:
    """One line of a page. ``link_size`` are its characters inside links, ``element`` and ``tag``
    the nearest block-level element; ``flags`` of li, head, quote, table, caption, aside, form,
    figure, header, address: what it stands in."""

    text: str
    link_size: int
    tag: str
    element: HtmlElement
    flags: frozenset[str]
    size: int = 0  # in Latin letters' worth: a Chinese sign says as much as about three
    worth: float = 0.0  # how much like prose, in characters
    flat_text: str | None = None

    def __post_init__(self) -> None:
        self.size = size_of(self.text)
        self.worth = _worth(self)

    @property
    def flat(self) -> str:
        """The text by its letters and digits alone, made when it is first asked for."""
        if self.flat_text is None:
            self.flat_text = flat(self.text)
        return self.flat_text

    @property
    def link_share(self) -> float:
        return min(1.0, self.link_size / max(1, len(self.text)))

    @property
    def is_sentence(self) -> bool:
        return bool(_TERMINAL.search(self.text))


def flat(text: str) -> str:
    """A text by its letters and digits alone: what two readings of one page have in common."""
    return "".join(_WORDS.findall(text.casefold()))


def size_of(text: str) -> int:
    """The length of a text in Latin letters' worth."""
    return len(text) + (0 if text.isascii() else 2 * len(_CHINESE.findall(text)))


def _worth(block: Block) -> float:
    """How much like a paragraph of prose a block is, in characters; 0 for a label or a link."""
    if block.link_share > _MOSTLY_LINK or block.size < _LABEL or _NOTICE.match(block.text):
        return 0.0
    plain = block.size * (1 - block.link_share)
    if not _SENTENCE_END.search(block.text):
        plain *= _SHORT_NO_SENTENCE if block.size < _LONG else _LONG_NO_SENTENCE
    if block.flags & {"caption", "form", "address"}:
        plain *= _CAPTION
    if "aside" in block.flags:
        plain *= _ASIDE
    return plain


def linearize(body: HtmlElement, most: int) -> list[Block]:
    """The first blocks in reading order, ``most`` of them at most.

    Iterative, since a hostile page may be nested deep.
    """
    return _Walk(body).run(most)[:most]


class _Walk:
    """The walk over one tree: the words of the line so far, and what it stands in."""

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.link_size = self.open_links = self.open_tables = 0
        self.tables = {table for table in body.iter("table") if _is_data(table)}
        self.flags: defaultdict[str, int] = defaultdict(int)
        self.stack: list[HtmlElement] = [body]

    def run(self, most: int) -> list[Block]:
        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            if isinstance(element.tag, str):
                (self._enter if event == "start" else self._leave)(element, element.tag)
            if event == "end" and element is not self.body:
                self._add(element.tail)
            if len(self.blocks) > most:
                break
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        if self.words:
            text = tidy("".join(self.words)).strip(" |")
            self.words.clear()
            if text:
                flags = frozenset(flag for flag, depth in self.flags.items() if depth)
                element = self.stack[-1]
                self.blocks.append(Block(text, self.link_size, str(element.tag), element, flags))
        self.link_size = 0

    def _add(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            if self.open_links:
                self.link_size += len(text.strip())

    def _enter(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.open_links += 1
        elif tag == "br" or (self.open_tables and tag in _IN_ROW):
            if not self.open_tables:
                self._flush()
            else:
                self.words.append(" | " if tag in _CELLS else " ")
        elif tag not in _INLINE:
            self._flush()
            self.stack.append(element)
            self._count(element, tag, 1)
        self._add(element.text)

    def _leave(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.open_links -= 1
        elif tag == "br" or tag in _INLINE:
            return
        elif self.open_tables and tag in _IN_ROW:
            self.words.append(" ")
        else:
            self._flush()
            if tag == "blockquote":
                self._add_post(element)
            if len(self.stack) > 1 and self.stack[-1] is element:
                self.stack.pop()
            self._count(element, tag, -1)

    def _count(self, element: HtmlElement, tag: str, change: int) -> None:
        if tag in _FLAGS:
            self.flags[_FLAGS[tag]] += change
        if element in self.tables:
            self.open_tables += change
            self.flags["table"] += change

    def _add_post(self, quotation: HtmlElement) -> None:
        """The address of the post that a quotation embeds, behind its text."""
        links = [link.get("href") for link in quotation.iter("a")]
        post = permalink([quotation.get("cite"), *links, quotation.get("data-instgrm-permalink")])
        if post and not any(post in block.text for block in self.blocks[-_POST_BACK:]):
            self._add(post)
            self._flush()


def _is_data(table: HtmlElement) -> bool:
    """A table of facts, not of layout: several rows of several short cells."""
    if next(table.iterdescendants("table", "h1", "h2", "h3", "form", "figure"), None) is not None:
        return False
    rows = table.xpath("count(.//tr)")
    cells = table.xpath("count(.//td|.//th)")
    if rows < 2 or cells < 1.5 * rows or size_of(text_of_element(table)) >= _CELL * cells:
        return False
    return all(size_of(text_of_element(cell)) < _LONGEST_CELL for cell in table.iter("td", "th"))
