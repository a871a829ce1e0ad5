"""Which blocks of a page are the article: two opinions, and the run of blocks that they support.

trafilatura (precision, without its own fallbacks, which parse the page twice more) and the
element that holds most of the prose; JSON-LD's articleBody is a third where it agrees. The
weights were found by measuring on three groups of real pages at once; none is sharp.
"""

import logging
import re
from typing import Any

from lxml.html import HtmlElement

from kazcrawl.cleaning import is_end
from kazcrawl.pages.generic.blocks import HEADS, Block
from kazcrawl.pages.generic.claims import Claims
from kazcrawl.pages.generic.density import density_pick

MAX_ELEMENTS = 10_000  # above it trafilatura is not asked: it would take seconds and up to a GB (the eval pages have at most 3,600)
MAX_TEXT = 1_000_000  # characters of text, likewise; the longest article known has 66,137


def flat(text: str) -> str:
    """A text by its letters and digits alone: what two readings of one page have in common."""
    return re.sub(r"\W+", "", text.casefold())


def find_start(blocks: list[Block], headline: str | None) -> int:
    """Index of the headline's block, or -1. The last h1 (or heading) that is the headline, in the page's first half."""
    if not headline:
        return -1
    want = flat(headline)
    if len(want) < 6:
        return -1
    total = sum(len(b.text) for b in blocks) or 1
    seen, best, rank = 0, -1, 0
    for i, b in enumerate(blocks):
        if seen > 0.75 * total:
            break
        seen += len(b.text)
        f = flat(b.text)
        if f and (
            f == want
            or (len(f) > 15 and (f in want or want in f) and 0.6 < len(f) / len(want) < 1.6)
        ):
            r = 3 if b.tag == "h1" else 2 if b.tag in HEADS else 1 if b.link_share < 0.5 else 0
            if r > rank:
                best, rank = i, r
    return best


def trafilatura_text(tree: HtmlElement, **options: Any) -> str:
    """The text that trafilatura takes for the article's; empty where it finds none or fails."""
    # Half a second to import, and most pages are of a known layout.
    from trafilatura.core import bare_extraction
    from trafilatura.utils import line_processing, trim

    for name in ("trafilatura", "htmldate", "courlan"):
        # One line an odd page would fill the crawl's log.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        doc = bare_extraction(
            tree,
            url=None,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            **options,
        )
    except Exception:
        # A library's fault on one odd page is not the page's end: the other opinion stands.
        return ""
    finally:
        # Both keep up to 1,024 texts, whole pages among them, for the life of the process.
        trim.cache_clear()
        line_processing.cache_clear()
    if doc is None or isinstance(doc, dict):
        return ""
    if doc.body is None:
        return doc.text or ""
    return "\n".join("".join(el.itertext()) for el in doc.body)


def mark(blocks: list[Block], text: str) -> set[int]:
    """Blocks found in `text`, in order; white space and punctuation do not count."""
    hay = flat(text)
    marked: set[int] = set()
    cursor = 0
    for i, b in enumerate(blocks):
        f = flat(b.text)
        if not f:
            continue
        at = hay.find(f, cursor)
        # A short one far ahead is a chance hit: it must stand close behind the last one found.
        if at >= 0 and (len(f) >= 25 or at - cursor <= 40):
            marked.add(i)
            cursor = at + len(f)
        elif len(f) >= 40 and f in hay:
            marked.add(i)
    return marked


# The weights, found by measuring on all three groups at once; none is sharp.
W = {
    "base": -0.1,
    "apart": 0.1,
    "traf": 0.5,
    "dense": 0.3,
    "json": 0.8,
    "link": 25.0,
    "short": 20.0,
    "soft": 5.0,
    "cap": 250.0,
    "stop": 150.0,
    "teaser": 0.3,
    "whole": 0.4,
    "intraf": 0.3,
    "gap": 300.0,
    "agree": 0.3,
}


def mass(blocks: list[Block], some: set[int]) -> float:
    return sum(blocks[i].worth for i in some)


def values(
    blocks: list[Block], traf: set[int], dense: set[int], told: set[int] | None, ends: set[int]
) -> list[float]:
    """What each block adds to a run of article text: prose adds, links and labels take away."""
    out: list[float] = []
    seen: set[str] = set()
    before_link = False
    # Two opinions that share little are both doubtful: then prose counts for itself.
    both, either = mass(blocks, traf & dense), max(mass(blocks, traf), mass(blocks, dense))
    base = W["base"] if both > W["agree"] * either else W["apart"]
    gap = 0.0
    for i, b in enumerate(blocks):
        g = min(b.worth, W["cap"])
        m = base + W["traf"] * (i in traf) + W["dense"] * (i in dense)
        if told is not None:
            m = m + W["json"] if i in told else m * 0.4
        if g and "li" in b.flags and before_link:
            g *= W["teaser"]  # a linked title and its teaser, as lists of other articles have them
        if g and len(b.text) > 60:
            key = flat(b.text)
            if key in seen:  # a second copy (print, mobile) of the same text
                g = 0.0
            seen.add(key)
        p = 0.0
        if not g:
            p = (
                W["link"]
                if b.link_share > 0.5
                else W["soft"]
                if b.flags & {"li", "head", "table", "quote", "caption"}
                else W["short"]
            )
            if i in traf:
                p *= W["intraf"]
            if i in dense:
                # A long list or gallery inside the article must not end it.
                p = min(p, max(0.0, W["gap"] - gap))
                gap += p
            if i in ends:
                p = W["stop"]
        else:
            gap = 0.0
        before_link = (
            b.link_share > 0.7
            if not before_link or b.size > 60 or b.link_share > 0.7
            else before_link
        )
        out.append(g * m - p)
    return out


def best_run(v: list[float], lo: int, hi: int) -> tuple[float, int, int]:
    """The subarray of v[lo:hi] with the greatest sum, as (sum, first, end)."""
    best, bi, bj = 0.0, lo, lo
    cur, ci = 0.0, lo
    for k in range(lo, hi):
        if cur <= 0:
            cur, ci = 0.0, k
        cur += v[k]
        if cur > best:
            best, bi, bj = cur, ci, k + 1
    return best, bi, bj


def opinions(
    blocks: list[Block], body: HtmlElement, tree: HtmlElement, claims: Claims, headline: str | None
) -> tuple[int, set[int], set[int], set[int] | None, set[int]]:
    """(headline's index, trafilatura's blocks, the dense element's, JSON-LD's or None, ends)."""
    start = find_start(blocks, headline)
    ends = {i for i, b in enumerate(blocks) if len(b.text) < 80 and is_end(b.text)}
    dense = density_pick(blocks, body, start, ends)
    small = sum(len(b.text) for b in blocks) < MAX_TEXT and tree.xpath("count(//*)") < MAX_ELEMENTS
    traf = mark(blocks, trafilatura_text(tree, favor_precision=True, fast=True)) if small else set()
    told = None
    if claims.body:
        told = mark(blocks, claims.body)
        # A body cut short (a teaser) or of another article is no witness.
        if (
            sum(blocks[i].worth for i in told) < 0.7 * len(claims.body) * 0.8
            or len(claims.body) < 400
        ):
            told = None
    return start, traf, dense, told, ends


def choose(
    blocks: list[Block],
    start: int,
    traf: set[int],
    dense: set[int],
    told: set[int] | None,
    ends: set[int],
) -> list[int]:
    v = values(blocks, traf, dense, told, ends)
    n = len(blocks)
    total, first, end = best_run(v, 0, n)
    if start >= 0:
        # From the headline on: labels between it and the text cost nothing.
        cur = best = 0.0
        stop = start + 1
        for k in range(start + 1, n):
            cur = max(cur + v[k], 0.0) if best == 0.0 else cur + v[k]
            if cur > best:
                best, stop = cur, k + 1
        if best >= W["whole"] * total:
            first, end = start + 1, stop
    run = range(first, end)
    # Where trafilatura has most of the run's prose, what only the dense element has must look like its neighbours.
    trusted = mass(blocks, traf & set(run)) > W_TRUST * mass(
        blocks, {i for i in run if i in dense or i in traf}
    )
    likes = {
        (blocks[i].el.getparent(), blocks[i].tag) for i in run if i in traf and blocks[i].worth
    }
    return [
        i
        for i in run
        if keep(
            blocks[i], v[i], i in traf, i in dense, told is not None and i in told, trusted, likes
        )
    ]


def is_list(blocks: list[Block], chosen: list[int]) -> bool:
    """Whether what was chosen is a list: most of its prose are teasers, each at a linked title."""
    prose = [i for i in chosen if blocks[i].worth]
    teasers = [i for i in prose if _has_linked_title(blocks, i)]
    return len(teasers) >= 3 and len(teasers) >= 0.6 * len(prose)


def _has_linked_title(blocks: list[Block], i: int) -> bool:
    """Whether a title that is a link stands before a block, with a date between at most."""
    for k in range(i - 1, max(-1, i - 3), -1):
        if blocks[k].worth:
            return False
        if blocks[k].link_share > 0.7 and blocks[k].size > 15:
            return True
    return False


W_TRUST = 0.75


def keep(
    b: Block,
    v: float,
    in_traf: bool,
    in_dense: bool,
    in_told: bool,
    trusted: bool,
    likes: set[tuple[Any, str]],
) -> bool:
    """Whether a block inside the run is the article's."""
    if "caption" in b.flags:
        return False
    if in_traf or in_told:
        return True
    if b.link_share > 0.6:
        return False
    prose = b.worth > 0
    if prose and not in_dense:
        return v > 0
    if not in_dense:
        return False
    alike = (b.el.getparent(), b.tag) in likes
    if prose:
        return alike or not trusted or bool(b.flags & {"li", "quote", "table"})
    return bool(b.flags & {"li", "head", "table", "quote"} or b.sentence) and (
        alike or not trusted or bool(b.flags)
    )
