"""What a walk entitles the ledger to: the only place that notes a span as walked."""

import logging
from datetime import datetime

from kazcrawl import clock
from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Ending, Kind, Walk

logger = logging.getLogger(__name__)

# Of the articles that are held from before the end of a list: one may have been withdrawn from it.
_LOOKED_AT, _WITHDRAWN = 20, 1

_WHOLE = frozenset((Kind.FRONT, Kind.DAY, Kind.POSTS))
_ENTITLED: dict[Ending, frozenset[Kind]] = {
    Ending.REACHED: _WHOLE,
    Ending.LAST: _WHOLE,
    Ending.SYNDICATION: frozenset((Kind.FRONT,)),
    Ending.UNCHANGED: frozenset((Kind.FRONT, Kind.POSTS)),
    Ending.ABSENT: frozenset(),
    Ending.CUT: frozenset(),
    Ending.CONTRADICTED: frozenset(),
}
"""For each ending the kinds of walk whose span it completes; a part of an edition and a search
never do."""


def is_entitled(walk: Walk) -> bool:
    """Whether the span of a walk may be called complete."""
    return walk.ending is not None and walk.kind in _ENTITLED[walk.ending]


def can_prove(kind: Kind) -> bool:
    """Whether the walk of a kind can entitle to anything."""
    return kind in _WHOLE


def note(context: RunContext, walk: Walk) -> None:
    """Notes the span of a walk that ended, as far as its ending entitles to that.

    Nothing later than the run's own beginning is noted, and nothing where this machine's clock
    and the servers' are apart. Raises ArchiveError.
    """
    since = walk.bounds.since
    if since is None or walk.ending is None or not is_entitled(walk) or context.clocks.are_apart:
        return
    since = _begin(context, walk, since)
    until = min(walk.bounds.until or context.started, context.started)
    note_walked(
        context.archive,
        context.site.name,
        walk.edition,
        Span(since, until),
        kind=walk.kind,
        ending=walk.ending,
        evidence=walk.witness,
        crawl_id=context.crawl_id,
    )


def _begin(context: RunContext, walk: Walk, since: datetime) -> datetime:
    """Where what a list proves begins: at its bound, or at its last card, where the archive holds
    what a list of everything would show behind that. Such a list did not end, it broke off, and
    that is told; the next run goes on from here all the same, for a site may never show more.
    """
    oldest = walk.oldest
    if walk.ending is not Ending.LAST or walk.kind is Kind.DAY or oldest is None or oldest <= since:
        return since
    archive, before = context.archive, clock.text(oldest)
    held = archive.before(context.site.name, walk.edition, before, _LOOKED_AT)
    lacking = [url_hash for url_hash in held if url_hash not in walk.seen_ids]
    if len(lacking) <= _WITHDRAWN:
        return since
    what = f"{walk.witness}, and older articles are held"
    logger.warning("%s: %s: %s", walk.edition, walk.address, what)
    context.report.edition(walk.edition).contradictions[what] += 1
    return oldest
