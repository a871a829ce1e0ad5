"""Whether a block inside the run of the article's blocks is the article's."""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from kazcrawl.cleaning import is_reference
from kazcrawl.pages.chrome import SHARES
from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.lists import is_among_paragraphs, is_listed
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.generic.prune import HEADINGS
from kazcrawl.pages.generic.shapes import shapes_of

_KEPT_PARTS = frozenset(("li", "head", "table", "quote"))
_COPIED = 60
_TITLE = 15
_LINKED_SENTENCE = 20
_TEASER_LINK = 0.7
_LINKED = 0.5
# A box of a linked title and its teaser holds no more blocks.
_BOX = 4
# How far apart neighbours stand, in blocks of prose and in elements.
_NEAR, _DEEP = 3, 5
# Characters of a row of labels.
_LABEL = 60
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Around:
    """Shapes of the prose that trafilatura takes in a run, of what looks like teasers among it,
    and whether the rest must have one of them."""

    likes: set[tuple[HtmlElement | None, str]]
    teasers: set[tuple[HtmlElement | None, str]]
    trusted: bool

    def rejects(self, blocks: list[Block], place: int) -> bool:
        """Whether a block is a teaser, and not one entry of a text that is a list of such."""
        return is_teaser(blocks, place) and self.teasers.isdisjoint(shapes_of(blocks[place]))


def is_kept(
    blocks: list[Block],
    place: int,
    said: Opinions,
    value: float,
    around: Around,
) -> bool:
    """Whether a block inside the run is the article's."""
    block = blocks[place]
    if "caption" in block.flags or _is_cut_teaser(blocks, place) or _is_boxed(blocks, place):
        return False
    refers = block.link_share > _LINKED and (is_reference(block.text) or _shares(block))
    if place in said.boxes or refers:
        return False
    if place in said.trafilatura or (said.told is not None and place in said.told):
        return True
    if place in said.dense and _ADDRESS.fullmatch(block.text):
        return True  # an address written out: an embedded post's, a source's
    if block.link_share > 0.6:
        listed = (
            is_listed(blocks, place, said)
            or is_among_paragraphs(blocks, place)
            or _heads_text(blocks, place, said, around)
        )
        sentence = is_linked_sentence(block) and _is_between_paragraphs(blocks, place)
        return place in said.dense and (listed or sentence)
    if block.worth and place not in said.dense:
        return value > 0
    if place not in said.dense:
        return False
    if _CLOCK.fullmatch(block.text) and place + 1 in said.dense:
        return True  # the moment of an entry of a live report
    if around.rejects(blocks, place):
        return False
    near = not around.trusted or not around.likes.isdisjoint(shapes_of(block))
    if block.worth:
        return near or bool(block.flags & _KEPT_PARTS) or _is_among(blocks, place, said)
    is_part = (
        bool(block.flags & _KEPT_PARTS) or block.is_sentence or _is_between(blocks, place, said)
    )
    if is_part and (near or block.flags or _is_among(blocks, place, said)):
        return True
    return near and is_listed(blocks, place, said)


def _shares(block: Block) -> bool:
    """Whether a label leads to where a reader shares the article."""
    if len(block.text) > _LABEL or block.is_sentence:
        return False
    return any(SHARES.match(link.get("href") or "") for link in block.element.iter("a"))


def _is_among(blocks: list[Block], place: int, said: Opinions) -> bool:
    """Whether a sentence unlike its neighbours (a ``div`` among ``p``) stands between two of them.

    What stands beside a picture in an element of its own is the picture's caption.
    """
    before, behind = (_neighbour(blocks, place, said, step) for step in (-1, 1))
    if before is None or behind is None or not blocks[place].is_sentence:
        return False
    around = set(before.element.iterancestors())
    container = next((above for above in behind.element.iterancestors() if above in around), None)
    own = blocks[place].element
    for _ in range(_DEEP):
        if own is container:
            return True
        above = own.getparent()
        if above is None:
            return False
        if above is container:
            return next(own.iter("img", "figure", "picture"), None) is None
        own = above
    return False


def _neighbour(blocks: list[Block], place: int, said: Opinions, step: int) -> Block | None:
    """The nearest prose on one side that trafilatura takes, if hardly any other is between."""
    others = 0
    place += step
    while 0 <= place < len(blocks) and others < _NEAR:
        if blocks[place].worth:
            if place in said.trafilatura:
                return blocks[place]
            others += 1
        place += step
    return None


def _is_between(blocks: list[Block], place: int, said: Opinions) -> bool:
    """Whether a short line stands side by side with a heading before it and text behind it."""
    if not 0 < place < len(blocks) - 1:
        return False
    own, before, behind = blocks[place], blocks[place - 1], blocks[place + 1]
    holder = own.element.getparent()
    return (
        "head" in before.flags
        and behind.tag == own.tag
        and place + 1 in said.trafilatura
        and before.element.getparent() is holder
        and behind.element.getparent() is holder
    )


def is_linked_sentence(block: Block) -> bool:
    """Whether a link is a whole sentence: headlines of other articles ask and exclaim, but have
    no full stop."""
    return block.size >= _LINKED_SENTENCE and block.text.endswith((".", "。"))


def _is_between_paragraphs(blocks: list[Block], place: int) -> bool:
    """Whether a line stands side by side with a paragraph before and one behind it."""
    if not 0 < place < len(blocks) - 1:
        return False
    own, around = blocks[place], (blocks[place - 1], blocks[place + 1])
    return all(
        block.worth
        and block.is_sentence
        and block.tag == own.tag
        and block.element.getparent() is own.element.getparent()
        for block in around
    )


def _heads_text(blocks: list[Block], place: int, said: Opinions, around: Around) -> bool:
    """Whether a heading that is a link stands above the text's own prose, as in a list of tips."""
    if "head" not in blocks[place].flags:
        return False
    for behind in range(place + 1, min(len(blocks), place + 1 + _NEAR)):
        block = blocks[behind]
        if block.worth:
            is_boxed = _is_in_box_of_titles(blocks[place], block)
            return not is_boxed and is_kept(blocks, behind, said, 0.0, around)
        if block.link_share > _LINKED:
            return False
    return False


def _is_in_box_of_titles(heading: Block, text: Block) -> bool:
    """Whether a heading stands in a box of several that are links, and the text outside it."""
    around = set(text.element.iterancestors())
    box = heading.element
    while (above := box.getparent()) is not None and above not in around:
        box = above
    titles = (piece for piece in box.iter(*HEADINGS) if piece.find(".//a") is not None)
    return len(list(islice(titles, 2))) > 1


def is_teaser(blocks: list[Block], place: int) -> bool:
    """Whether prose stands in a small box behind a title that is a link, as teasers do."""
    block = blocks[place]
    if not block.worth:
        return False
    for behind in range(place - 1, max(-1, place - 3), -1):
        title = blocks[behind]
        if title.link_share > _TEASER_LINK and title.size > _TITLE:
            return "li" in block.flags or _share_a_box(block, title)
        if title.worth or title.size > _COPIED:
            return False
    return False


def _is_cut_teaser(blocks: list[Block], place: int) -> bool:
    """Whether a teaser says itself that it goes on elsewhere."""
    if not blocks[place].text.endswith(("...", "…")) or not is_teaser(blocks, place):
        return False
    return "li" in blocks[place].flags or blocks[place].element is not blocks[place - 1].element


def _is_boxed(blocks: list[Block], place: int) -> bool:
    """Whether a teaser and its title stand in a box of their own between two paragraphs."""
    if not is_teaser(blocks, place):
        return False
    box = blocks[place].element.getparent()
    if box is None or box.tag not in ("div", "aside", "section") or "li" in blocks[place].flags:
        return False
    around = (box.getprevious(), box.getnext())
    is_between = all(beside is not None and beside.tag == "p" for beside in around)
    title = blocks[place - 1].element
    return is_between and len(box) <= _BOX and (title is box or box in title.iterancestors())


def _share_a_box(block: Block, title: Block) -> bool:
    """Whether two blocks stand in one small element of their own."""
    around = [title.element, *list(title.element.iterancestors())[:2]]
    for element in [block.element, *list(block.element.iterancestors())[:2]]:
        if element in around and element.tag not in ("body", "p"):
            return sum(1 for _ in element.iterchildren()) <= _BOX
    return False
