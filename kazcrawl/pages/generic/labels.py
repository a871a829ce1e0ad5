"""Labels that are links, one to each paragraph: the names of tips, recipes, places."""

from collections import defaultdict

from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.generic.shapes import shapes_of

_LINK = 0.9
# In Latin letters' worth; a longer link is another article's title.
_LONGEST = 40
# So many of one kind make a list, if there is one to at least so many of its paragraphs.
_LEAST, _SHARE = 4, 0.6


def labels_of(blocks: list[Block], kept: set[int], said: Opinions) -> set[int]:
    """Indexes of short links that stand by turns with the paragraphs of a text.

    Links to other articles stand here and there among paragraphs, and say more.
    """
    by_shape: defaultdict[object, set[int]] = defaultdict(set)
    for place in range(min(kept, default=0), max(kept, default=0) + 2):
        if place < len(blocks) and _is_label(blocks[place]) and place in said.dense:
            for shape in shapes_of(blocks[place]):
                by_shape[shape].add(place)
    found: set[int] = set()
    for places in by_shape.values():
        prose = {place for place in kept if blocks[place].worth}
        between = sum(min(places) <= place <= max(places) for place in prose)
        beside = all(place - 1 in prose or place + 1 in prose for place in places)
        # The same words each time are a button's.
        differ = len({blocks[place].flat for place in places}) == len(places)
        if beside and differ and len(places) >= _LEAST and len(places) >= _SHARE * between:
            found |= places - said.boxes
    return found


def _is_label(block: Block) -> bool:
    return block.link_share > _LINK and block.size <= _LONGEST
