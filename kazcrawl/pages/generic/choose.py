"""Which blocks of a page are the article: the run of blocks that the opinions support.

The weights were found by measuring on three groups of real pages at once (``tests/eval``); none
is sharp.
"""

from dataclasses import dataclass

from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.keep import Around, is_kept, is_teaser
from kazcrawl.pages.generic.labels import labels_of
from kazcrawl.pages.generic.lists import is_listed
from kazcrawl.pages.generic.opinions import Opinions, prose
from kazcrawl.pages.generic.shapes import shapes_of


@dataclass(frozen=True, slots=True)
class Weights:
    """What a block adds to a run: shares of its prose by who takes it, and what labels cost.

    The shares are of its characters of prose, the costs in the same unit.
    """

    nobody: float = -0.1
    """Share for prose that no opinion takes, so that it parts two runs."""
    nobody_apart: float = 0.1
    """The same where the two opinions share little and both are doubtful."""
    trafilatura: float = 0.5
    dense: float = 0.3
    told: float = 0.8
    untold: float = 0.4
    """What is left of a block's weight when JSON-LD tells a body without it."""
    agreement: float = 0.3
    """Share of the larger opinion that both must share to be believed."""
    most_prose: float = 250.0
    """Characters that count of one paragraph: a long one is no better than two."""
    link: float = 15.0
    label: float = 12.0
    part: float = 5.0
    """Cost of a list item, heading, cell, quotation or caption: articles have them."""
    end: float = 150.0
    """Cost of the head of comments, a reply form or a box of links."""
    taken: float = 0.3
    """What is left of a cost where trafilatura takes the block."""
    gap: float = 300.0
    """Most that a row of labels costs inside the densest element: a gallery, a long list."""
    teaser: float = 0.3
    """What is left of prose that stands behind a linked title, as teasers do."""
    from_headline: float = 0.4
    """Share of the best run that a run from the headline on must have to be preferred."""
    from_heading: float = 0.2
    """The same where the headline is an h1 word for word."""
    trust: float = 0.75
    """Share of a run's prose that trafilatura must have for its neighbours to need its like."""


WEIGHTS = Weights()
_PARTS = frozenset(("li", "head", "table", "quote", "caption"))
_COPIED = 60
_TEASER_LINK = 0.7
_LINKED = 0.5


def choose(blocks: list[Block], said: Opinions, weights: Weights = WEIGHTS) -> list[int]:
    """Indexes of the article's blocks, in their order."""
    values = _values(blocks, said, weights)
    total, first, end = _best_run(values)
    if said.start >= 0:
        best, stop = _run_from(values, said.start + 1)
        if best >= total * (weights.from_heading if said.exact else weights.from_headline):
            first, end = said.start + 1, stop
    run = range(first, end)
    # Where trafilatura has most of the run's prose, what only the densest element has must stand
    # among what trafilatura has.
    both = {place for place in run if place in said.dense or place in said.trafilatura}
    own = said.trafilatura & set(run)
    trusted = prose(blocks, own) > weights.trust * prose(blocks, both)
    prose_taken = [place for place in own if blocks[place].worth]
    around = Around(
        likes={shape for place in prose_taken for shape in shapes_of(blocks[place])},
        teasers={
            shape
            for place in prose_taken
            if is_teaser(blocks, place)
            for shape in shapes_of(blocks[place])
        },
        trusted=trusted,
    )
    kept = {place for place in run if is_kept(blocks, place, said, values[place], around)}
    return sorted(kept | labels_of(blocks, kept, said))


def _values(blocks: list[Block], said: Opinions, weights: Weights) -> list[float]:
    """What each block adds to a run of article text: prose adds, links and labels take away."""
    both = prose(blocks, said.trafilatura & said.dense)
    either = max(prose(blocks, said.trafilatura), prose(blocks, said.dense))
    agree = both > weights.agreement * either
    nobody = weights.nobody if agree else weights.nobody_apart
    found: list[float] = []
    seen: set[str] = set()
    gap = 0.0
    behind_link = False
    for place, block in enumerate(blocks):
        worth = min(block.worth, weights.most_prose)
        if worth and block.size > _COPIED:
            own = block.flat
            if own in seen:  # a second copy (print, mobile) of the same text
                worth = 0.0
            seen.add(own)
        if worth and (("li" in block.flags and behind_link) or is_teaser(blocks, place)):
            worth *= weights.teaser
        if not behind_link or block.size > _COPIED or block.link_share > _TEASER_LINK:
            behind_link = block.link_share > _TEASER_LINK
        if worth:
            gap = 0.0
            found.append(worth * _share(place, said, nobody, weights))
            continue
        cost = _cost(blocks, place, said, weights)
        if place in said.dense and place not in said.ends:
            cost = min(cost, max(0.0, weights.gap - gap))
            gap += cost
        found.append(-cost)
    return found


def _share(place: int, said: Opinions, nobody: float, weights: Weights) -> float:
    share = nobody
    if place in said.trafilatura:
        share += weights.trafilatura
    if place in said.dense:
        share += weights.dense
    if said.told is None:
        return share
    return share + weights.told if place in said.told else share * weights.untold


def _cost(blocks: list[Block], place: int, said: Opinions, weights: Weights) -> float:
    block = blocks[place]
    if place in said.ends:
        return weights.end
    is_link = block.link_share > _LINKED
    is_entry = is_link and place in said.dense and is_listed(blocks, place, said)
    if is_link and not is_entry:
        cost = weights.link
    else:
        cost = weights.part if is_link or block.flags & _PARTS else weights.label
    return cost * weights.taken if place in said.trafilatura else cost


def _best_run(values: list[float]) -> tuple[float, int, int]:
    """The run with the greatest sum, as (sum, first, end)."""
    best, first, end = 0.0, 0, 0
    current, begin = 0.0, 0
    for place, value in enumerate(values):
        if current <= 0:
            current, begin = 0.0, place
        current += value
        if current > best:
            best, first, end = current, begin, place + 1
    return best, first, end


def _run_from(values: list[float], start: int) -> tuple[float, int]:
    """The best run from the headline on, as (sum, end): labels before its text cost nothing."""
    current = best = 0.0
    end = start
    for place in range(start, len(values)):
        current += values[place]
        if best == 0.0:
            current = max(current, 0.0)
        if current > best:
            best, end = current, place + 1
    return best, end
