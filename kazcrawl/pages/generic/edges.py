"""The edges of the chosen text: leads before it, its last lines, and what stands behind its end."""

import re

from lxml.html import HtmlElement

from kazcrawl.cleaning import is_end
from kazcrawl.dates import find_date, has_time
from kazcrawl.pages.bodies import is_document
from kazcrawl.pages.generic.blocks import Block, flat
from kazcrawl.pages.generic.copies import without_copies, without_whole_copy
from kazcrawl.pages.generic.fields import byline_names
from kazcrawl.pages.generic.keep import is_linked_sentence, is_teaser
from kazcrawl.pages.generic.lists import (
    announced_behind,
    facts_behind,
    is_side_by_side,
    with_answers,
)
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.generic.tails import without_last_box, without_notes
from kazcrawl.pages.moments import ISO

# Nothing is taken behind the head of readers' comments once so many blocks and characters of
# prose stand before it (measured on 934 pages: better on 6, worse on none).
_BLOCKS_BEFORE, _PROSE_BEFORE = 2, 250
# A lead is a sentence of this size; at most so many blocks from the text.
_LEAD = 60
_LEAD_BEFORE = 12
# A box has at least so many links, each mostly link.
_LINKS, _LINK = 2, 0.6
_MOMENT = 40
# A dateline before the text is shorter.
_DATELINE = 120
# Languages whose dates may be meant: those that are the same in all, and two ways of figures.
_TAGS = (None, "ru", "zh")
# Words of a writer's name.
_NAME_WORDS = 4
# Words of a place before a date.
_PLACE_WORDS = 2
_SENTENCE = re.compile(r"[.!?…。！？؟۔][\"'»”’)\]】]*(?:\s|$)|[。！？]")
# Plain characters of a last paragraph of links, and size of a last line.
_LEAST_PLAIN, _LAST_LINE = 20, 3
_LAST_LINES = 6


def trimmed(
    blocks: list[Block], chosen: list[int], said: Opinions, descriptions: list[str]
) -> list[int]:
    """The chosen blocks with their lead and last lines, without datelines and readers' words."""
    chosen = _without_replies(blocks, chosen, said)
    chosen = without_copies(blocks, without_whole_copy(blocks, chosen))
    chosen = _without_datelines(blocks, _without_last_headline(blocks, chosen, said))
    chosen = [place for place in chosen if not _heads_links(blocks, chosen, place)]
    chosen = without_last_box(blocks, chosen, said)
    if not chosen:
        return chosen
    chosen = with_answers(blocks, chosen, said)
    lead = _lead(blocks, chosen, said, [flat(text) for text in descriptions])
    last = chosen[-1]
    behind = (
        announced_behind(blocks, last, said)
        or facts_behind(blocks, last, said)
        or _last_lines(blocks, chosen, said)
    )
    return [*lead, *without_notes(blocks, [*chosen, *behind])]


def _without_replies(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text up to where readers' comments begin, or the form for them."""
    for reply in sorted(said.replies):
        before = [place for place in chosen if place < reply and blocks[place].worth]
        prose = sum(blocks[place].size for place in before)
        if len(before) >= _BLOCKS_BEFORE and prose >= _PROSE_BEFORE:
            return [place for place in chosen if place < reply]
    return chosen


def _without_last_headline(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text without its own headline behind it: of a copy that was left out."""
    is_again = said.start >= 0 and bool(chosen) and "head" in blocks[chosen[-1]].flags
    if is_again and blocks[chosen[-1]].flat == blocks[said.start].flat:
        return chosen[:-1]
    return chosen


def _without_datelines(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text without lines before it that hold little more than a date, without those before
    and behind it that name its writers, and without moments alone inside it, as comments and
    lists of other news have them."""
    first = 0
    labels: HtmlElement | None = None
    while first < len(chosen):
        block = blocks[chosen[first]]
        own = next(block.element.iterancestors("ul", "ol", "dl"), None)
        # A list with the date tells of the article: its section, its readers.
        if not (
            _is_dateline(block.text)
            or _is_byline(block.text)
            or (own is not None and own is labels)
        ):
            break
        labels = own
        first += 1
    end = len(chosen)
    while end > first and _is_byline(blocks[chosen[end - 1]].text):
        end -= 1
    return [place for place in chosen[first:end] if not _is_moment(blocks[place].text)]


def _is_moment(text: str) -> bool:
    """Whether a line is a day with its time, and nothing else."""
    if len(text) > _MOMENT or not has_time(text):
        return False
    return bool(ISO.fullmatch(text)) or find_date(text) == text


def _heads_links(blocks: list[Block], chosen: list[int], place: int) -> bool:
    """Whether a label stands above links that were not chosen: the head of a box."""
    if blocks[place].worth or blocks[place].is_sentence:
        return False
    links = 0
    for behind in range(place + 1, len(blocks)):
        if blocks[behind].link_share <= _LINK or behind in chosen:
            break
        links += 1
    return links >= _LINKS


def _is_dateline(text: str) -> bool:
    if len(text) > _DATELINE:
        return False
    date = next((date for date in (find_date(text, tag) for tag in _TAGS) if date), None)
    date = date or _first_date(text)
    rest = text.replace(date, "") if date else text
    if date is None:
        return False
    is_place = len(rest.split()) <= _PLACE_WORDS
    return is_place or not _SENTENCE.search(re.sub(r"\bг\.", "", rest))


def _is_byline(text: str) -> bool:
    """Whether a line says whose the text is, and the names look like names."""
    names = byline_names(text) if len(text) <= _DATELINE else []
    return bool(names) and all(
        not name[0].islower() and len(name.split()) <= _NAME_WORDS for name in names
    )


def _first_date(text: str) -> str | None:
    """The date that a line of several labels begins with."""
    date = find_date(text[:_MOMENT], "ru")
    is_first = date is not None and text.startswith(date)
    return date if is_first and re.search(r"[:|]", text[_MOMENT:]) else None


def _lead(
    blocks: list[Block], chosen: list[int], said: Opinions, descriptions: list[str]
) -> list[int]:
    """Sentences between the headline and the text, in an element of their own.

    One that the metadata repeat is the description, not a part of the text.
    """
    if said.start < 0 or chosen[0] - said.start > _LEAD_BEFORE:
        return []
    own = flat("".join(blocks[place].text for place in chosen))
    found: list[int] = []
    for place in range(said.start + 1, chosen[0]):
        block = blocks[place]
        text = block.flat
        if (
            block.size >= _LEAD
            and block.worth
            and block.is_sentence
            and block.link_share < 0.3
            and not block.flags & {"aside", "caption", "figure", "form", "li"}
            and not is_teaser(blocks, place)
            and not _is_dateline(block.text)
            and text not in own
            and not any(text in told or told[:80] in text for told in descriptions)
        ):
            found.append(place)
    return found


def _last_lines(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """A short sentence or one mostly of links that goes on where the last paragraph stood, or a
    link to a document."""
    last = blocks[chosen[-1]]
    found: list[int] = []
    for place in range(chosen[-1] + 1, min(len(blocks), chosen[-1] + 1 + _LAST_LINES)):
        block = blocks[place]
        if is_side_by_side(block, last) and _leads_to_document(block):
            found.append(place)
            continue
        if (
            place in said.ends
            or not (is_side_by_side(block, last) or (block.worth and _is_loose(block, last)))
            or block.flags != last.flags
            or not block.is_sentence
            or is_end(block.text)
            or len(block.flat) < _LAST_LINE - 1
            or not (_has_words(block) or is_linked_sentence(block))
        ):
            break
        found.append(place)
    return found


def _leads_to_document(block: Block) -> bool:
    """Whether a paragraph is a link to a document."""
    links = list(block.element.iter("a")) if block.tag == "p" and block.link_size else []
    return len(links) == 1 and block.link_share > _LINK and is_document(links[0].get("href"))


def _has_words(block: Block) -> bool:
    """Whether a line says something outside its links."""
    return len(block.text) - block.link_size >= min(_LEAST_PLAIN, len(block.text))


def _is_loose(block: Block, last: Block) -> bool:
    """Whether a line stands in what holds the paragraphs: bare, or in an element without a name."""
    holder = last.element.getparent()
    if block.element is holder:
        return True
    bare = block.tag in ("div", "center") and not block.element.keys()
    return bare and block.element.getparent() is holder
