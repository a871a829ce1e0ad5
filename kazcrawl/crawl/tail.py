"""A far page of a list, read before and behind a walk: the cheap proof that nothing moved.

What is withdrawn, or put in, above a page changes what that page shows. So a list whose far page
and whose first page are the same at both ends of a walk did not move under it, however deep the
walk went: the far page answers for what happened while the other pages were read, the first page
for what happened before the far page was. That says nothing of a page that was not this list's:
one that came out of an old cache shows again what another shows, one that broke off has fewer
cards; a walk with such pages has no proof of this kind and is read a second time. Pure.
"""

from array import array
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from kazcrawl.crawl.walk import Ending, Kind, Walk

# From here on a proof by the tail costs less than a second reading of all pages.
_LEAST_PAGES, _LEAST_PAGES_BACK = 3, 5
# A walk goes as many times deeper than its first page promises where that was of a quiet hour.
_QUIET = 3
_NO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Tail:
    """What the page ``number`` showed, by its articles' numbers, when the walk had only read the
    first one."""

    number: int
    shown: "array[int]"

    def can_prove(self, walk: Walk) -> bool:
        """Whether a walk that came to its end is such as the tail answers for."""
        if walk.depth < _LEAST_PAGES or not self.shown or not _is_regular(walk):
            return False
        if self.number == walk.depth:
            return walk.pages.of(self.number) == self.shown
        is_apart = not any(number in walk.seen_ids.numbers for number in self.shown)
        return walk.ending is Ending.REACHED and self.number > walk.depth and is_apart

    def pages(self, walk: Walk) -> list[int]:
        """The pages that prove it when they are read again: the walk itself read its last one
        behind all others."""
        return [1] if self.number == walk.depth else [1, self.number]


def tail_of(walk: Walk, named: int | None, moments: list[datetime]) -> int | None:
    """The page that is to be asked for as the tail, None where none is worth it.

    ``named`` is the last page by the pager of the first one; ``moments`` are those of the first
    page's articles.
    """
    since = walk.bounds.since
    if walk.kind in (Kind.SECTION, Kind.SEARCH):
        return None
    if walk.kind is Kind.DAY or since is None:
        return named if named is not None and named >= _LEAST_PAGES else None
    way, span = (max(moments) - since, max(moments) - min(moments)) if moments else (_NO, _NO)
    if way <= span * (_LEAST_PAGES_BACK - 1) or not span:
        return None
    # As many pages back to the bound as the first page's span fits into the way there.
    number = _QUIET * ceil(way / span)
    return number if named is None else min(number, named)


def _is_regular(walk: Walk) -> bool:
    """Whether all pages show equally many articles, and none shows what another does; the last
    one of a list may be shorter."""
    sizes = [len(walk.pages.of(page)) for page in range(1, walk.depth + 1)]
    is_ended = walk.ending is Ending.LAST
    are_equal = len(set(sizes[:-1] if is_ended else sizes)) == 1
    return are_equal and sum(sizes) == len(walk.seen_ids)
