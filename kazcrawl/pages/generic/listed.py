"""Whether what was taken for an article is a list of others'."""

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block, size_of
from kazcrawl.pages.generic.tree import text_of_element

# Teasers of a list, and their share of its prose.
_LISTED, _LISTED_SHARE = 3, 0.6
_TITLE, _TEASER_LINK = 15, 0.7


def is_list(blocks: list[Block], chosen: list[int]) -> bool:
    """Whether what was chosen is a list: most of its prose are teasers, each at a linked title; or
    one or two of a page's many."""
    texts = [place for place in chosen if blocks[place].worth]
    teasers = [place for place in texts if _has_linked_title(blocks, place)]
    if not teasers or len(teasers) < _LISTED_SHARE * len(texts):
        return False
    if len(teasers) < _LISTED:
        forms = {_form(blocks[place]) for place in teasers}
        alike = [
            place for place, block in enumerate(blocks) if block.worth and _form(block) in forms
        ]
        teasers = [place for place in alike if _has_linked_title(blocks, place)]
    return len(teasers) >= _LISTED


def _has_linked_title(blocks: list[Block], place: int) -> bool:
    """Whether a title that is a link stands before a block, with a date between at most, or in the
    row of a table that it is."""
    if "table" in blocks[place].flags:
        links = blocks[place].element.iter("a")
        return any(size_of(text_of_element(link)) > _TITLE for link in links)
    for behind in range(place - 1, max(-1, place - 3), -1):
        if blocks[behind].worth:
            return False
        if blocks[behind].link_share > _TEASER_LINK and blocks[behind].size > _TITLE:
            return True
    return False


def _form(block: Block) -> tuple[HtmlElement | None, str, str]:
    """What entries of one list have in common: what holds the list, and the elements of each."""
    entry = block.element.getparent()
    if entry is None:
        return None, "", block.tag
    return entry.getparent(), str(entry.tag), block.tag
