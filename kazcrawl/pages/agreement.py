"""Does a known layout find the whole article? When a redesign moves half of it, it does not."""

from selectolax.lexbor import LexborNode

from kazcrawl.pages.article import ArticlePage, Reading
from kazcrawl.pages.generic import read_generic

# Generic reading costs more than all else: it is asked only where this much prose, in
# characters and as a share of the body, stands outside the body.
_SUSPICIOUS = 150
_SHARE = 0.3
# How much longer the article is by generic reading, which errs by a paragraph now and then.
_LONGER = 1.35
# Prose of this share of the body right beside it needs no second opinion.
_BESIDE = 0.5
_NOT_BESIDE = frozenset("aside footer form header nav".split())
_MOST_PARAGRAPHS = 2000


def finds_too_little(layout: ArticlePage, reading: Reading) -> bool:
    """Whether the page holds much more of the article than the layout's body does."""
    body = layout.page.first(layout.BODY)
    if body is None:
        return False
    size = sum(map(len, reading.body))
    outside = _outside(layout, body)
    prose = sum(len(node.text()) for node in outside)
    if prose < _SUSPICIOUS or prose < _SHARE * size:
        return False
    if sum(len(node.text()) for node in _beside(body, outside)) >= _BESIDE * size:
        return True
    whole = read_generic(layout.page)
    if whole is None or sum(map(len, whole.body)) < _LONGER * size:
        return False
    # It must be the same article, with more of it: not another text of the page.
    own = {line for line in reading.body if len(line) > 60} or set(reading.body)
    text = "\n".join(whole.body)
    return 2 * sum(line in text for line in own) >= len(own)


def _outside(layout: ArticlePage, body: LexborNode) -> list[LexborNode]:
    """The paragraphs outside the body, but for the lead, that end like a sentence."""
    known = {node.mem_id for node in body.css("p")}
    known.update(node.mem_id for node in layout.page.all(layout.LEAD))
    return [
        node
        for node in layout.page.all("p")[:_MOST_PARAGRAPHS]
        if node.mem_id not in known
        and len(text := node.text().strip()) > 40
        and text[-1] in '.!?…。»”"؟۔'
    ]


def _beside(body: LexborNode, paragraphs: list[LexborNode]) -> list[LexborNode]:
    """Those of the paragraphs that stand in the body's parent, or in a plain element of it."""
    around = body.parent
    found = []
    for node in paragraphs:
        holder = node.parent
        if holder is None or around is None:
            continue
        if holder.mem_id == around.mem_id or (
            holder.tag not in _NOT_BESIDE
            and holder.parent is not None
            and holder.parent.mem_id == around.mem_id
        ):
            found.append(node)
    return found
