"""The edges of the chosen text: leads before it, its last lines, and what stands behind its end."""

import re
from collections import defaultdict

from kazcrawl.cleaning import is_end
from kazcrawl.dates import find_date, has_time
from kazcrawl.pages.generic.blocks import Block, flat
from kazcrawl.pages.generic.keep import is_listed, is_teaser
from kazcrawl.pages.generic.opinions import Opinions
from kazcrawl.pages.moments import ISO

# Nothing is taken behind the head of readers' comments once so many blocks and characters of
# prose stand before it (measured on 934 pages: better on 6, worse on none).
_BLOCKS_BEFORE, _PROSE_BEFORE = 2, 250
# A lead is a sentence of this size; at most so many blocks from the text.
_LEAD = 60
_LEAD_BEFORE = 12
# A paragraph of this size that comes twice is a copy.
_COPIED = 60
# Characters of a text in one piece, how many of such are looked at, and the share of one that
# other blocks must have.
_WHOLE_TEXT, _MOST_COPIES, _HELD = 500, 3, 0.5
_LABEL = 25
# Times that a paragraph stands in a text which repeats it on purpose.
_REFRAIN = 3
# Blocks from one picture of a gallery to the next.
_GALLERY = 3
# A box has at least so many links, each mostly link.
_LINKS, _LINK = 2, 0.6
_MOMENT = 40
# A dateline before the text is shorter.
_DATELINE = 120
# Words of a place before a date.
_PLACE_WORDS = 2
_SENTENCE = re.compile(r"[.!?…。！？؟۔][\"'»”’)\]】]*(?:\s|$)|[。！？]")
# Plain characters of a last paragraph of links, and size of a last line.
_LEAST_PLAIN, _LAST_LINE = 20, 6
_LAST_LINES = 3


def trimmed(
    blocks: list[Block], chosen: list[int], said: Opinions, descriptions: list[str]
) -> list[int]:
    """The chosen blocks with their lead and last lines, without datelines and readers' words."""
    chosen = _without_replies(blocks, chosen, said)
    chosen = _without_copies(blocks, _without_whole_copy(blocks, chosen))
    chosen = _without_datelines(blocks, chosen)
    chosen = _without_last_links(blocks, chosen, said)
    chosen = [place for place in chosen if not _heads_links(blocks, chosen, place)]
    if not chosen:
        return chosen
    lead = _lead(blocks, chosen, said, [flat(text) for text in descriptions])
    return [*lead, *chosen, *_last_lines(blocks, chosen, said)]


def _without_replies(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text up to where readers' comments begin, or the form for them."""
    for reply in sorted(said.replies):
        before = [place for place in chosen if place < reply and blocks[place].worth]
        prose = sum(blocks[place].size for place in before)
        if len(before) >= _BLOCKS_BEFORE and prose >= _PROSE_BEFORE:
            return [place for place in chosen if place < reply]
    return chosen


def _without_datelines(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text without lines before it that hold little more than a date, and without moments
    alone inside it, as comments and lists of other news have them."""
    first = 0
    while first < len(chosen) and _is_dateline(blocks[chosen[first]].text):
        first += 1
    return [place for place in chosen[first:] if not _is_moment(blocks[place].text)]


def _is_moment(text: str) -> bool:
    """Whether a line is a day with its time, and nothing else."""
    if len(text) > _MOMENT or not has_time(text):
        return False
    return bool(ISO.fullmatch(text)) or find_date(text) == text


def _without_copies(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text with each paragraph once; one repeated again and again is a gallery's caption.

    What comes again among other words each time is the text's: a question to each of several
    people, a refrain.
    """
    prose = [place for place, block in enumerate(blocks) if len(block.text) > _COPIED]
    turns_by_text: defaultdict[str, list[int]] = defaultdict(list)
    for turn, place in enumerate(prose):
        turns_by_text[blocks[place].flat].append(turn)
    dropped: set[int] = set()
    own = set(chosen)
    for turns in turns_by_text.values():
        places = [prose[turn] for turn in turns]
        if len(places) < 2 or _is_refrain(blocks, prose, turns):
            continue
        if len(places) > 2 and places[-1] - places[0] <= _GALLERY * len(places):
            dropped.update(places)
        else:
            dropped.update([place for place in places if place in own][1:])
    return [place for place in chosen if place not in dropped]


def _without_whole_copy(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text without itself once more in one piece, written out for machines; and without what
    stands from its own end to there."""
    long = [place for place in chosen if len(blocks[place].text) > _WHOLE_TEXT]
    for place in sorted(long, key=lambda place: -len(blocks[place].text))[:_MOST_COPIES]:
        whole = blocks[place].flat
        others = (other for other in chosen if _LABEL < len(blocks[other].flat) < len(whole))
        parts = [other for other in others if blocks[other].flat in whole]
        if len(parts) > 1 and sum(len(blocks[part].flat) for part in parts) > _HELD * len(whole):
            behind = place > parts[-1]
            return [
                other for other in chosen if other != place and not (behind and other > parts[-1])
            ]
    return chosen


def _is_refrain(blocks: list[Block], prose: list[int], turns: list[int]) -> bool:
    """Whether a repeated paragraph, or question, has other prose before and behind it each time."""
    is_question = blocks[prose[turns[0]]].text.endswith(("?", "？", "؟"))
    far = prose[turns[-1]] - prose[turns[0]] > _GALLERY * len(turns)
    if not is_question and not (far and len(turns) >= _REFRAIN):
        return False
    for step in (-1, 1):
        beside = [turn + step for turn in turns if 0 <= turn + step < len(prose)]
        if len({blocks[prose[turn]].flat for turn in beside}) < len(beside):
            return False
    return True


def _without_last_links(blocks: list[Block], chosen: list[int], said: Opinions) -> list[int]:
    """The text without a box of titles that lead elsewhere behind its last sentence."""
    last = len(chosen)
    while last and _is_title_link(blocks[chosen[last - 1]]):
        last -= 1
    links = chosen[last:]
    if not last or len(links) < _LINKS or any(is_listed(blocks, place, said) for place in links):
        return chosen
    return chosen[:last]


def _is_title_link(block: Block) -> bool:
    return block.link_share > _LINK and not block.is_sentence


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
    date = find_date(text) or find_date(text, "ru") or _first_date(text)
    rest = text.replace(date, "") if date else text
    if date is None:
        return False
    is_place = len(rest.split()) <= _PLACE_WORDS
    return is_place or not _SENTENCE.search(re.sub(r"\bг\.", "", rest))


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
    """A short sentence or one mostly of links that goes on where the last paragraph stood."""
    last = blocks[chosen[-1]]
    found: list[int] = []
    for place in range(chosen[-1] + 1, min(len(blocks), chosen[-1] + 1 + _LAST_LINES)):
        block = blocks[place]
        if (
            place in said.ends
            or not (_is_beside(block, last) or (block.worth and _is_loose(block, last)))
            or block.flags != last.flags
            or not block.is_sentence
            or is_end(block.text)
            or block.size < _LAST_LINE
            or len(block.text) - block.link_size < min(_LEAST_PLAIN, len(block.text))
        ):
            break
        found.append(place)
    return found


def _is_beside(block: Block, last: Block) -> bool:
    return block.tag == last.tag and block.element.getparent() is last.element.getparent()


def _is_loose(block: Block, last: Block) -> bool:
    """Whether a line stands in what holds the paragraphs: bare, or in an element without a name."""
    holder = last.element.getparent()
    if block.element is holder:
        return True
    bare = block.tag in ("div", "center") and not block.element.keys()
    return bare and block.element.getparent() is holder
