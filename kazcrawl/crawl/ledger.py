"""What a walk entitles the ledger to: the only place that notes a span as walked."""

from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Ending, Kind, Walk

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
