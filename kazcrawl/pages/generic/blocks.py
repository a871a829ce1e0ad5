"""A page as a list of text blocks in reading order, and the pick of those that are the article.

A block is what a reader sees as one paragraph or line. Its numbers (length, share of link text,
sentences) and its place in the tree decide; class and id names only help and are never needed.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from kazcrawl.pages.embeds import permalink

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr noindex q rp
    rt ruby s samp small span strike strong sub sup time tt u var wbr o:p center-inline img
    picture source
    """.split()
)
HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ARABIC_STOP = "؟۔"
TERMINAL = re.compile(r"[.!?…。！？" + ARABIC_STOP + r"][\"'»”’)\]】]*\s*$")
SENTENCE_END = re.compile(r"[.!?…" + ARABIC_STOP + r"][\"'»”’)\]]*(?=\s|$)|[。！？]")
SPACES = re.compile(r"[\s\u00a0\u200b\u2060\ufeff]+")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(slots=True, eq=False)
class Block:
    text: str
    links: int  # characters inside links
    tag: str  # nearest block-level tag
    el: HtmlElement
    flags: frozenset[str]  # of: li, head, quote, table, caption, aside, embed, form
    breaks: bool = False  # begins after <br>, not after a block boundary
    size: int = 0  # length in Latin letters' worth: a Chinese sign says as much as about three
    worth: float = 0.0  # how much like prose, in characters

    def __post_init__(self) -> None:
        self.size = len(self.text)
        if not self.text.isascii():
            self.size += 2 * len(CJK.findall(self.text))
        self.worth = _worth(self)

    @property
    def link_share(self) -> float:
        return min(1.0, self.links / max(1, len(self.text)))

    @property
    def sentence(self) -> bool:
        return bool(TERMINAL.search(self.text))


def text_size(el: HtmlElement) -> int:
    return len("".join(el.itertext("*")))


def post_of(quotation: HtmlElement) -> str | None:
    """The address of the post that a quotation embeds."""
    links = [link.get("href") for link in quotation.iter("a")]
    return permalink([quotation.get("cite"), *links, quotation.get("data-instgrm-permalink")])


def data_table(table: HtmlElement) -> bool:
    """A table of facts, not of layout: several rows of several short cells and no blocks in them."""
    if (
        next(table.iterdescendants("table", "div", "ul", "h1", "h2", "h3", "form"), None)
        is not None
    ):
        return False
    rows = table.xpath("count(.//tr)")
    cells = table.xpath("count(.//td|.//th)")
    if rows < 2 or cells < 1.5 * rows:
        return False
    return bool(text_size(table) / max(cells, 1) < 120)


def linearize(body: HtmlElement) -> list[Block]:
    """Blocks in reading order. Iterative, since a hostile page may be nested deep."""
    blocks: list[Block] = []
    buf: list[str] = []
    links = 0
    anchor = 0
    after_break = False
    tables: set[HtmlElement] = {t for t in body.iter("table") if data_table(t)}
    in_table = 0
    flags: defaultdict[str, int] = defaultdict(int)
    stack: list[HtmlElement] = [body]

    def flush(breaks: bool = False) -> None:
        nonlocal links, after_break
        if buf:
            text = SPACES.sub(" ", "".join(buf)).strip(" |")
            if text:
                blocks.append(
                    Block(
                        text,
                        links,
                        str(stack[-1].tag),
                        stack[-1],
                        frozenset(k for k, v in flags.items() if v),
                        after_break,
                    )
                )
            buf.clear()
        links = 0
        after_break = breaks

    def add(text: str | None) -> None:
        nonlocal links
        if text:
            buf.append(text)
            if anchor:
                links += len(text.strip())

    kinds = {
        "li": "li",
        "dd": "li",
        "dt": "li",
        "blockquote": "quote",
        "figcaption": "caption",
        "caption": "caption",
        "aside": "aside",
        "form": "form",
        "figure": "figure",
        "header": "header",
        "address": "address",
        **dict.fromkeys(HEADS, "head"),
    }
    for event, el in etree.iterwalk(body, events=("start", "end")):
        tag = el.tag
        if not isinstance(tag, str):
            if event == "end":
                add(el.tail)
            continue
        if event == "start":
            if tag == "br":
                if in_table:
                    buf.append(" ")
                else:
                    flush(True)
            elif tag == "a":
                anchor += 1
            elif tag in INLINE:
                pass
            elif in_table and tag in ("td", "th", "p", "tbody", "thead"):
                if tag in ("td", "th"):
                    buf.append(" | ")
            else:
                flush()
                stack.append(el)
                if tag in kinds:
                    flags[kinds[tag]] += 1
                if el in tables:
                    in_table += 1
                    flags["table"] += 1
            add(el.text)
            continue
        if tag == "br":
            pass
        elif tag == "a":
            anchor -= 1
        elif tag in INLINE or (in_table and tag in ("td", "th", "p", "tbody", "thead")):
            pass
        else:
            flush()
            post = post_of(el) if tag == "blockquote" else None
            if post and not any(post in block.text for block in blocks[-10:]):
                add(post)
                flush()
            if len(stack) > 1 and stack[-1] is el:
                stack.pop()
            if tag in kinds:
                flags[kinds[tag]] -= 1
            if el in tables:
                in_table -= 1
                flags["table"] -= 1
        if el is not body:
            add(el.tail)
    flush()
    return blocks


def _worth(b: Block) -> float:
    """How much like a paragraph of prose a block is, in characters; 0 for a label or a link."""
    if b.link_share > 0.5 or b.size < 25:
        return 0.0
    plain = b.size * (1 - b.link_share)
    if not SENTENCE_END.search(b.text):
        plain *= 0.25 if b.size < 120 else 0.6
    if "caption" in b.flags or "form" in b.flags or "address" in b.flags:
        plain *= 0.2
    if "aside" in b.flags:
        plain *= 0.3
    return plain
