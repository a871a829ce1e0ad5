"""Text that stands twice on a page: for machines, for print, in a gallery; and what is meant to."""

from collections import Counter, defaultdict
from itertools import pairwise

from kazcrawl.pages.generic.blocks import Block

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


def without_copies(blocks: list[Block], chosen: list[int]) -> list[int]:
    """The text with each paragraph once; one repeated again and again is a gallery's caption.

    What comes again among other words each time is the text's: a question to each of several
    people, a refrain.
    """
    prose = [place for place, block in enumerate(blocks) if block.size > _COPIED]
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
    return _without_rest_of_copy(blocks, chosen, dropped)


def _without_rest_of_copy(blocks: list[Block], chosen: list[int], dropped: set[int]) -> list[int]:
    """The text without what was dropped, and without short lines behind the last of it that come
    again, too."""
    counts = Counter(blocks[place].flat for place in chosen)
    end = len(chosen)
    while end and chosen[end - 1] not in dropped and counts[blocks[chosen[end - 1]].flat] > 1:
        end -= 1
    if not end or chosen[end - 1] not in dropped:
        end = len(chosen)
    return [place for place in chosen[:end] if place not in dropped]


def without_whole_copy(blocks: list[Block], chosen: list[int]) -> list[int]:
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
    if _is_under_headings(blocks, prose, turns):
        return True
    is_question = blocks[prose[turns[0]]].text.endswith(("?", "？", "؟"))
    far = prose[turns[-1]] - prose[turns[0]] > _GALLERY * len(turns)
    if not is_question and not (far and len(turns) >= _REFRAIN):
        return False
    for step in (-1, 1):
        beside = [turn + step for turn in turns if 0 <= turn + step < len(prose)]
        if len({blocks[prose[turn]].flat for turn in beside}) < len(beside):
            return False
    return True


def _is_under_headings(blocks: list[Block], prose: list[int], turns: list[int]) -> bool:
    """Whether a paragraph stands again under another heading of one text, with prose between that
    comes once: an entry of each of several plans."""
    counts = Counter(blocks[place].flat for place in prose)
    for turn, again in pairwise(turns):
        one, other = blocks[prose[turn]], blocks[prose[again]]
        between = blocks[prose[turn] + 1 : prose[again]]
        if (
            one.element.getparent() is not other.element.getparent()
            or not any("head" in block.flags for block in between)
            or not any(counts[block.flat] == 1 for block in between)
        ):
            return False
    return True
