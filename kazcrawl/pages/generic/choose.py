"""Which blocks of a page are the article: the run of blocks that the opinions support.

The weights were found by measuring on three groups of real pages at once (``tests/eval``); none
is sharp.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.opinions import Opinions, prose


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
    link: float = 25.0
    label: float = 20.0
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
_KEPT_PARTS = frozenset(("li", "head", "table", "quote"))
_COPIED = 60
_TITLE = 15
_TEASER_LINK = 0.7
_LINKED = 0.5
# A box of a linked title and its teaser holds no more blocks.
_BOX = 4
# How far apart neighbours stand, in blocks of prose and in elements.
_NEAR = 3
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_POST = re.compile(r"https?://\S+")


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
    around = _Around(
        likes={shape for place in prose_taken for shape in _shapes(blocks[place])},
        teasers={
            shape
            for place in prose_taken
            if is_teaser(blocks, place)
            for shape in _shapes(blocks[place])
        },
        trusted=trusted,
    )
    return [place for place in run if _is_kept(blocks, place, said, values[place], around)]


@dataclass(frozen=True, slots=True)
class _Around:
    """Shapes of the prose that trafilatura takes in a run, of what looks like teasers among it,
    and whether the rest must have one of them."""

    likes: set[tuple[HtmlElement | None, str]]
    teasers: set[tuple[HtmlElement | None, str]]
    trusted: bool

    def rejects(self, blocks: list[Block], place: int) -> bool:
        """Whether a block is a teaser, and not one entry of a text that is a list of such."""
        return is_teaser(blocks, place) and self.teasers.isdisjoint(_shapes(blocks[place]))


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
        if worth and len(block.text) > _COPIED:
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
        cost = _cost(block, place, said, weights)
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


def _cost(block: Block, place: int, said: Opinions, weights: Weights) -> float:
    if place in said.ends:
        return weights.end
    if block.link_share > _LINKED:
        cost = weights.link
    else:
        cost = weights.part if block.flags & _PARTS else weights.label
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


def _is_kept(
    blocks: list[Block],
    place: int,
    said: Opinions,
    value: float,
    around: _Around,
) -> bool:
    """Whether a block inside the run is the article's."""
    block = blocks[place]
    if "caption" in block.flags or _is_cut_teaser(blocks, place):
        return False
    if place in said.trafilatura or (said.told is not None and place in said.told):
        return True
    if block.link_share > 0.6:
        listed = _is_listed(blocks, place, said) or _heads_text(blocks, place, said, around)
        return listed and place in said.dense
    if block.worth and place not in said.dense:
        return value > 0
    if place not in said.dense:
        return False
    if _POST.fullmatch(block.text) or (_CLOCK.fullmatch(block.text) and place + 1 in said.dense):
        # An embedded post's address; the moment of an entry of a live report.
        return True
    if around.rejects(blocks, place):
        return False
    near = not around.trusted or not around.likes.isdisjoint(_shapes(block))
    if block.worth:
        return (
            near or bool(block.flags & {"li", "quote", "table"}) or _is_among(blocks, place, said)
        )
    return bool(block.flags & _KEPT_PARTS or block.is_sentence) and (near or bool(block.flags))


def _shapes(block: Block) -> set[tuple[HtmlElement | None, str]]:
    """Where a block stands and as what: two of one shape are paragraphs of one text."""
    holder = block.element.getparent()
    around = holder.getparent() if holder is not None else None
    shapes = {(holder, block.tag)}
    if around is not None and holder is not None and around.tag not in ("html", "body"):
        shapes.add((around, f"{holder.tag} {block.tag}"))
    return shapes


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
    for _ in range(_NEAR):
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


def _heads_text(blocks: list[Block], place: int, said: Opinions, around: _Around) -> bool:
    """Whether a heading that is a link stands above the text's own prose, as in a list of tips."""
    if "head" not in blocks[place].flags:
        return False
    for behind in range(place + 1, min(len(blocks), place + 1 + _NEAR)):
        block = blocks[behind]
        if block.worth:
            if _is_cut_teaser(blocks, behind):
                return False
            return behind in said.trafilatura or not around.teasers.isdisjoint(_shapes(block))
        if block.link_share > _LINKED:
            return False
    return False


def _is_listed(blocks: list[Block], place: int, said: Opinions) -> bool:
    """Whether a link is an entry of a list that the text announces with a colon."""
    first = blocks[place]
    holder = first.element.getparent()
    while place and (
        "li" in blocks[place].flags
        or (blocks[place].link_share > _LINKED and blocks[place].element.getparent() is holder)
    ):
        place -= 1
    above = blocks[place]
    return above.text.endswith((":", "：")) and above.worth > 0 and place not in said.ends


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


def _share_a_box(block: Block, title: Block) -> bool:
    """Whether two blocks stand in one small element of their own."""
    around = [title.element, *list(title.element.iterancestors())[:2]]
    for element in [block.element, *list(block.element.iterancestors())[:2]]:
        if element in around and element.tag not in ("body", "p"):
            return sum(1 for _ in element.iterchildren()) <= _BOX
    return False


def is_list(blocks: list[Block], chosen: list[int]) -> bool:
    """Whether what was chosen is a list: most of its prose are teasers, each at a linked title."""
    texts = [place for place in chosen if blocks[place].worth]
    teasers = [place for place in texts if _has_linked_title(blocks, place)]
    return len(teasers) >= 3 and len(teasers) >= 0.6 * len(texts)


def _has_linked_title(blocks: list[Block], place: int) -> bool:
    """Whether a title that is a link stands before a block, with a date between at most."""
    for behind in range(place - 1, max(-1, place - 3), -1):
        if blocks[behind].worth:
            return False
        if blocks[behind].link_share > _TEASER_LINK and blocks[behind].size > _TITLE:
            return True
    return False
