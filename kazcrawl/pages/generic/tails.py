"""What stands behind a text's last sentence: boxes of titles, notes of the desk, heads of nothing."""

import re

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.keep import is_teaser
from kazcrawl.pages.generic.lists import announces, is_listed
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.generic.tree import text_size

# A box has at least so many links, each mostly link; of an entry that says more, so much is.
_LINKS, _LINK, _PART_LINK = 2, 0.6, 0.25
# A line of this size with a colon behind it says something itself.
_LEAD_IN = 100
# Paragraphs of a text that may have notes behind it, and the share of one that is in italics.
_LEAST_BEFORE, _ITALIC = 4, 0.9
_ACCOUNT = re.compile(
    r"mailto:|https?://(?:www\.|m\.)?(?:twitter|x|facebook|instagram|t|vk|youtube|linkedin"
    r"|tiktok|threads)\.(?:com|me|net)/",
    re.IGNORECASE,
)


def without_last_box(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text without a box of titles, or of teasers, behind its last sentence."""
    chosen = _without_last_teasers(blocks, chosen, said)
    return _without_last_links(blocks, _without_cut_list(blocks, chosen), said)


def without_notes(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text without notes of the desk behind it, and a last line that announces something."""
    last = len(chosen)
    while last > _LEAST_BEFORE and _is_note(blocks[chosen[last - 1]]):
        last -= 1
    while last and _is_lead_in(blocks[chosen[last - 1]]):
        last -= 1
    return chosen[:last]


def _without_last_links(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text without a box of titles that lead elsewhere behind its last sentence."""
    last = len(chosen)
    while last and _is_title_link(blocks[chosen[last - 1]]):
        last -= 1
    links = chosen[last:]
    if not last or len(links) < _LINKS or any(is_listed(blocks, place, said) for place in links):
        return chosen
    return chosen[:last]


def _without_last_teasers(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text without teasers of other articles behind it, which trafilatura takes of a short
    page: several, each with its title, outside the element that holds the text."""
    last = len(chosen)
    while last > 1 and chosen[last - 1] not in said.dense and is_teaser(blocks, chosen[last - 1]):
        last -= 2 if blocks[chosen[last - 2]].link_share > _LINK else 1
    behind = range(chosen[last], len(blocks)) if last < len(chosen) else ()
    is_row = sum(is_teaser(blocks, place) for place in behind) >= _LINKS
    return chosen[:last] if is_row and last else chosen


def _without_cut_list(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text without a list behind it each entry of which holds a link, if some of its entries
    are titles that were not chosen: a box is the text's as a whole or not at all."""
    if not chosen or (own := _list_of(blocks[chosen[-1]])) is None:
        return chosen
    entries = [place for place, block in enumerate(blocks) if _list_of(block) is own]
    is_cut = any(place not in chosen for place in [entries[0] - 1, *entries])
    if is_cut and all(blocks[place].link_share > _PART_LINK for place in entries):
        return [place for place in chosen if place not in entries]
    return chosen


def _list_of(block: Block) -> HtmlElement | None:
    return next(block.element.iterancestors("ul", "ol"), None) if "li" in block.flags else None


def _is_title_link(block: Block) -> bool:
    return block.link_share > _LINK and not block.is_sentence


def _is_note(block: Block) -> bool:
    """Whether a paragraph is in italics and leads to somebody's account."""
    if block.tag != "p" or not block.link_size:
        return False
    if not any(_ACCOUNT.match(link.get("href") or "") for link in block.element.iter("a")):
        return False
    italic = sum(map(text_size, block.element.iter("em", "i")))
    return italic > _ITALIC * len(block.text)


def _is_lead_in(block: Block) -> bool:
    return block.size < _LEAD_IN and announces(block)
