"""The element that holds most of a page's prose."""

from collections import defaultdict

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block

# A child that holds less of its parent's prose is a part of the article, not its container.
_SHARE = 0.55
# Prose before the headline, or behind the head of a reply form or of a box of links, is seldom
# the article's: it counts so much.
_BEFORE_HEADLINE, _BEHIND_END = 0.3, 0.3
# One long paragraph must not become the container of the article; nor what is in it.
_PARTS = frozenset("p li blockquote h1 h2 h3 pre b i strong em span font ul ol table".split())


def densest(
    blocks: list[Block],
    body: HtmlElement,
    start: int,
    ends: set[int],
    before: float = _BEFORE_HEADLINE,
) -> set[int]:
    """Indexes of the blocks in the element that holds most of the page's prose.

    From the body downwards: as long as one child holds most of what its parent holds, it is the
    one. The container may also hold chrome: it is one opinion of two. ``before`` is what prose
    before the headline counts.
    """
    prose_by_element = _prose_by_element(blocks, body, start, ends, before)
    node = body
    while True:
        children = [child for child in node if child in prose_by_element]
        fullest = max(children, key=lambda child: prose_by_element[child], default=None)
        if (
            fullest is None
            or fullest.tag in _PARTS
            or prose_by_element[fullest] < _SHARE * prose_by_element[node]
        ):
            break
        node = fullest
    inside: set[HtmlElement] = set(node.iter())
    return {place for place, block in enumerate(blocks) if block.element in inside}


def _prose_by_element(
    blocks: list[Block], body: HtmlElement, start: int, ends: set[int], before: float
) -> dict[HtmlElement, float]:
    prose: dict[HtmlElement, float] = defaultdict(float)
    behind = 1.0
    for place, block in enumerate(blocks):
        if place in ends and (start < 0 or place > start):
            behind = _BEHIND_END
        if not block.worth:
            continue
        worth = block.worth * behind * (before if place < start else 1)
        element: HtmlElement | None = block.element
        while element is not None:
            prose[element] += worth
            if element is body:
                break
            element = element.getparent()
    return prose
