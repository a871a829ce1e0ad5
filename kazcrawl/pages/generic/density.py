"""The element that holds most of a page's prose."""

from collections import defaultdict

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block


def density_pick(blocks: list[Block], body: HtmlElement, start: int, ends: set[int]) -> set[int]:
    """Indexes of the blocks in the element that holds most of the page's prose.

    From the body downwards: as long as one child holds most of what its parent holds, it is the one.    The container may also hold chrome: it is one opinion of two.
    """
    # A child that holds less of its parent's prose is a part of the article, not its container.
    share = 0.55
    score: dict[HtmlElement, float] = defaultdict(float)
    after = 1.0
    for i, b in enumerate(blocks):
        w = b.worth
        if i in ends and (start < 0 or i > start):
            after = 0.3  # prose behind the head of a reply form or of a box of links is seldom the article's
        if not w:
            continue
        if i < start:
            w *= 0.3  # nor that before the headline
        w *= after
        el: HtmlElement | None = b.el
        while el is not None:
            score[el] += w
            if el is body:
                break
            el = el.getparent()
    node = body
    while True:
        kids = sorted(
            ((score[k], n, k) for n, k in enumerate(node) if k in score), key=lambda t: -t[0]
        )
        if not kids or node.tag in ("p", "blockquote", "ul", "ol", "table"):
            break
        best = kids[0][0]
        if best < share * score[node]:
            break
        # One long paragraph must not become the container of the article.
        if kids[0][2].tag in (
            "p",
            "li",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "pre",
            "b",
            "i",
            "strong",
            "em",
            "span",
            "font",
        ):
            break
        node = kids[0][2]
    inside: set[HtmlElement] = set(node.iter())
    return {i for i, b in enumerate(blocks) if b.el in inside}
