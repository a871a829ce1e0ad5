"""Lists of links and short lines that are a text's own: announced by it, or among its paragraphs."""

from lxml.html import HtmlElement

from kazcrawl.cleaning import is_known, is_reference
from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.generic.shapes import shapes_of

# Entries of a list from one of them to the line that announces them.
_MOST_ENTRIES = 60
_LINKED = 0.5
_ASKS = ("?", "？", "؟")
# One question may as well be asked of the reader.
_LEAST_ANSWERS = 2
_FACTS = frozenset(("ul", "ol", "table"))


def is_listed(blocks: list[Block], place: int, said: Opinions) -> bool:
    """Whether a link or short line is an entry of a list that the text announces with a colon."""
    shapes = shapes_of(blocks[place])
    farthest = max(0, place - _MOST_ENTRIES)
    while place > farthest and _is_entry(blocks[place], shapes):
        place -= 1
    above = blocks[place]
    if not announces(above) or place in said.ends:
        return False
    # A short label is the text's own where it stands side by side with a paragraph.
    return above.worth > 0 or (
        place > 0
        and "head" not in above.flags
        and blocks[place - 1].is_sentence
        and blocks[place - 1].element.getparent() is above.element.getparent()
        and not is_reference(above.text)
    )


def is_among_paragraphs(blocks: list[Block], place: int) -> bool:
    """Whether a list or table of links stands side by side with the paragraphs before and behind
    it."""
    own = next(blocks[place].element.iterancestors("ul", "ol", "table"), None)
    if own is None or blocks[place].flags.isdisjoint(("li", "table")):
        return False
    before = _outside(blocks, range(place, max(-1, place - _MOST_ENTRIES), -1), own)
    behind = _outside(blocks, range(place, min(len(blocks), place + _MOST_ENTRIES)), own)
    if before is None or behind is None or not (before.worth and before.is_sentence):
        return False
    return before.element.getparent() is behind.element.getparent() is own.getparent()


def announced_behind(blocks: list[Block], last: int, said: Opinions) -> list[int]:
    """The list right behind a text's last line, which it or a short line beside it announces:
    telephones, prices, winners. Links and what any page may have there announce nothing."""
    head = last if announces(blocks[last]) else last + 1
    if head >= len(blocks) or not _is_own(blocks, head, said) or not announces(blocks[head]):
        return []
    if head > last and not is_side_by_side(blocks[head], blocks[last]):
        return []
    entries: list[int] = []
    for place in range(head + 1, min(len(blocks), head + 1 + _MOST_ENTRIES)):
        if not _is_below(blocks[place], blocks[head]):
            break
        if not _is_own(blocks, place, said):
            # A list is the text's as a whole or not at all.
            return [] if "li" in blocks[place].flags else [*range(last + 1, place)] * bool(entries)
        entries.append(place)
    return [*range(last + 1, entries[-1] + 1)] if entries else []


def facts_behind(blocks: list[Block], last: int, said: Opinions) -> list[int]:
    """A list or table without links right behind a text's last line, side by side with it."""
    entries: list[int] = []
    for place in range(last + 1, min(len(blocks), last + 1 + _MOST_ENTRIES)):
        element = blocks[place].element
        own = next((box for box in (element, *element.iterancestors()) if box.tag in _FACTS), None)
        if own is None or own.getparent() is not blocks[last].element.getparent():
            break
        if not _is_own(blocks, place, said):
            return []
        entries.append(place)
    has_links = any(blocks[place].link_size for place in entries)
    return entries if len(entries) > 1 and not has_links else []


def with_answers(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text with the questions and answers behind its last paragraph, in whatever boxes they
    stand inside the element of that; a heading may stand above them."""
    texts = [turn for turn, place in enumerate(chosen) if blocks[place].worth]
    if not texts:
        return chosen
    last = chosen[texts[-1]]
    holder = blocks[last].element.getparent()
    place = last + 1 + (last + 2 < len(blocks) and "head" in blocks[last + 1].flags)
    if place + 1 < len(blocks) and blocks[last + 1].text.endswith(_ASKS):
        place = last + 1
    first = place
    while place + 1 < len(blocks) and _is_answered(blocks, place, said, holder):
        place += 2
    if place - first < 2 * _LEAST_ANSWERS:
        return chosen
    behind = [other for other in chosen if other >= place]
    return [*chosen[: texts[-1] + 1], *range(last + 1, place), *behind]


def _is_answered(
    blocks: list[Block], place: int, said: Opinions, holder: HtmlElement | None
) -> bool:
    """Whether a question of the text stands at a place, and its answer right behind it."""
    asked, answer = blocks[place], blocks[place + 1]
    return (
        asked.text.endswith(_ASKS)
        and answer.worth > 0
        and answer.is_sentence
        and all(
            _is_own(blocks, own, said) and not blocks[own].link_size for own in (place, place + 1)
        )
        and all(holder in block.element.iterancestors() for block in (asked, answer))
    )


def _is_own(blocks: list[Block], place: int, said: Opinions) -> bool:
    block = blocks[place]
    return (
        place in said.dense
        and place not in said.ends
        and block.link_share <= _LINKED
        and not is_known(block.text)
    )


def _is_below(block: Block, head: Block) -> bool:
    """Whether a line stands in the list beside the line that announces it, or as that does."""
    holder = head.element.getparent()
    own = next(block.element.iterancestors("ul", "ol"), None) if "li" in block.flags else None
    if own is not None:
        return own.getparent() is holder
    return block.element is head.element or is_side_by_side(block, head)


def is_side_by_side(block: Block, other: Block) -> bool:
    """Whether two lines are elements of one kind in one element."""
    return block.tag == other.tag and block.element.getparent() is other.element.getparent()


def _outside(blocks: list[Block], places: range, own: HtmlElement) -> Block | None:
    """The first of some blocks that does not stand in a list."""
    around = (blocks[place] for place in places)
    return next((block for block in around if own not in block.element.iterancestors()), None)


def announces(block: Block) -> bool:
    """Whether a line says that something follows."""
    return block.text.endswith((":", "："))


def _is_entry(block: Block, shapes: set[tuple[HtmlElement | None, str]]) -> bool:
    if "li" in block.flags:
        return True
    is_short = not block.worth and not block.is_sentence and not announces(block)
    return (is_short or block.link_share > _LINKED) and bool(shapes & shapes_of(block))
