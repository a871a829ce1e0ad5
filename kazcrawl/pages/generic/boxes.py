"""Boxes of related articles among the blocks: where one ends, and whether the text goes on."""

from collections.abc import Iterator

from kazcrawl.pages.generic.blocks import Block

_LINK = 0.6
_ASKS = ("?", "!", "？", "！", "؟")
# Blocks from the heading of a box to the paragraphs around it.
_NEAR = 12


def links_behind(blocks: list[Block], head: int) -> Iterator[int]:
    """Indexes of the links right behind the heading of a box."""
    for place in range(head + 1, len(blocks)):
        block = blocks[place]
        # Titles of other articles ask and exclaim; a linked sentence ends in a full stop.
        if block.link_share <= _LINK or (block.is_sentence and not block.text.endswith(_ASKS)):
            return
        yield place


def heads_more(blocks: list[Block], head: int) -> bool:
    """Whether a heading stands side by side with the paragraphs before and behind it."""
    if not 0 < head < len(blocks) - 1 or "head" not in blocks[head].flags:
        return False
    holder = blocks[head].element.getparent()
    around = (blocks[head - 1], blocks[head + 1])
    return all(block.worth and block.element.getparent() is holder for block in around)


def goes_on_behind(blocks: list[Block], head: int) -> bool:
    """Whether a box stands inside a text: the paragraphs around it stand side by side."""
    last = max([head, *links_behind(blocks, head)])
    before = _paragraph(blocks, range(head - 1, max(-1, head - _NEAR), -1))
    behind = _paragraph(blocks, range(last + 1, min(len(blocks), last + 1 + _NEAR)))
    if before is None or behind is None:
        return False
    own, other = blocks[before].element, blocks[behind].element
    if own.getparent() is not other.getparent() or own.tag != other.tag:
        return False
    # Teasers have a title that is a link before each.
    return behind + 1 == len(blocks) or blocks[behind + 1].link_share <= _LINK


def _paragraph(blocks: list[Block], places: range) -> int | None:
    """The first block of prose, if it is a sentence."""
    first = next((place for place in places if blocks[place].worth), None)
    return first if first is not None and blocks[first].is_sentence else None
