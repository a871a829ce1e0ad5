"""Pages that do not continue the page before by their moments. Pure.

One that begins far behind its end: what stands between was left out, or a site was silent so
long. One that goes back to what stood at its head: it is another list, or this one is in no order.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

# A night without news; where pages go back further, the time that a page goes back.
_LEAST = timedelta(hours=6)
# A new article may be pinned to the head of every page.
_MOST_PINNED = 1


class Leaps:
    """The leaps of a walk, each doubted once."""

    def __init__(self) -> None:
        self._doubted_pages: set[int] = set()
        # Of the page before: its newest moment, and those of its middle and its last card.
        self._before: tuple[datetime, datetime, datetime] | None = None
        self._was_in_order = False

    def __contains__(self, page: int) -> bool:
        return page in self._doubted_pages

    def over(self, moments: Sequence[datetime]) -> timedelta | None:
        """How far behind the page before a page of these moments begins, if that is a leap."""
        if self._before is None or not moments:
            return None
        newest, _, last = self._before
        leap = last - max(moments)
        return leap if leap > max(newest - last, _LEAST) else None

    def goes_back(self, moments: Sequence[datetime]) -> bool:
        """Whether a page of these moments shows what belongs to the first half of the page
        before, if that went from new to old."""
        if self._before is None or not self._was_in_order:
            return False
        newest, middle, _ = self._before
        return newest > middle and sum(moment > middle for moment in moments) > _MOST_PINNED

    def doubt(self, page: int) -> bool:
        """Whether a page that leaps is to be asked for again: it is believed the second time."""
        is_first = page not in self._doubted_pages
        self._doubted_pages.add(page)
        return is_first

    def read(self, moments: Sequence[datetime]) -> None:
        """A page was read whose cards have these moments, in their order."""
        self._was_in_order = all(after <= before for before, after in pairwise(moments))
        is_enough = len(moments) > 1
        middle = moments[len(moments) // 2] if is_enough else None
        self._before = (max(moments), middle, moments[-1]) if middle else None
