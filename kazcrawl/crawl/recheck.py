"""The second reading of a walk: did the list move while it was read?

What is withdrawn from pages that were read moves the others up: the first article of the next
page then stands on the page before it, and no page shows it. So the pages of a walk that is to
stand in the ledger are read once more; the last only where the list ended, for else it had to show
nothing. An article that the walk had not seen, other than new ones at the head, or one that is no
longer there, tells that the list moved: then they are read again, until a reading tells nothing of
the kind. Where the list's tail can prove that nothing moved, it and the first page are asked for
instead of all. Pure: pages in, decisions out.
"""

from array import array
from collections.abc import Iterator

from kazcrawl.compact import NumberSet
from kazcrawl.crawl.seen import number_of, numbers_of
from kazcrawl.crawl.tail import Tail
from kazcrawl.crawl.walk import Ending, Entry, Walk

_MOST_READINGS = 3
# Pages asked for at a time: requests take a hundred times the room of what they bring.
_PORTION = 100


class Recheck:
    """The second reading, and more if need be, of a walk that came to its end."""

    def __init__(self, walk: Walk, tail: Tail | None = None, *, with_last: bool = True) -> None:
        """``with_last``: whether the last page can be asked for by its number."""
        self.walk = walk
        self._tail = tail if tail is not None and tail.can_prove(walk) else None
        self._deepest = walk.depth - (walk.ending is not Ending.LAST or not with_last)
        self._number_of_readings = 0
        self._asked = 0
        self._numbers_by_page: dict[int, array[int]] = {}
        self._unseen: list[tuple[int, Entry]] = []
        self._is_under_way = self._is_over = False
        self._pages_moved: list[int] = []

    def begin(self) -> list[int]:
        """The pages to be asked for now; none while a reading is under way, or behind the last.

        A long reading goes on in portions, each asked for when all before it were read.
        """
        if self._is_over:
            return []
        if not self._is_under_way:
            self._is_under_way, self._asked = True, 0
            self._numbers_by_page, self._unseen = {}, []
            if self._tail is not None:
                return self._tail.pages(self.walk)
            self._number_of_readings += 1
        elif self._tail is not None:
            return []
        first = self._asked + 1
        self._asked = min(self._asked + _PORTION, self._deepest)
        return list(range(first, self._asked + 1))

    def read(self, number: int, entries: list[Entry]) -> list[Entry]:
        """What a page shows now; gives what the walk had not seen."""
        self._numbers_by_page[number] = numbers_of(entry.id for entry in entries)
        if self._tail is not None and number == self._tail.number:
            return []
        unseen = [entry for entry in entries if entry.id not in self.walk.seen_ids]
        self._unseen += ((number, entry) for entry in unseen)
        return unseen

    def decide(self) -> bool:
        """Whether all is read and the walk's end stands: proved, or given up as contradicted."""
        if self._tail is not None:
            return self._decide_by_tail(self._tail)
        if not self._is_under_way or len(self._numbers_by_page) < self._deepest:
            return False
        moved = self._moved()
        self.walk.replace(self._numbers_by_page)
        self._is_under_way = False
        if moved is None:
            self._is_over = True
            before = self._deepest + 1
            self.walk.witness += f"; pages before {before} read again, nothing had moved"
        elif self._number_of_readings == _MOST_READINGS:
            self._is_over = True
            times = self._number_of_readings
            self.walk.end(
                Ending.CONTRADICTED, f"the list moves while it is read, {times} times: {moved}"
            )
        return self._is_over

    def _decide_by_tail(self, tail: Tail) -> bool:
        """Whether the first page and the tail are read, and as they were; if not, all pages are to
        be read again."""
        numbers_by_page = self._numbers_by_page
        if len(numbers_by_page) < len(tail.pages(self.walk)):
            return False
        self._is_over = (
            numbers_by_page[1] == self.walk.pages.of(1)
            and numbers_by_page.get(tail.number, tail.shown) == tail.shown
        )
        if self._is_over:
            self.walk.witness += f"; pages 1 and {tail.number} read again, nothing had moved"
        self._tail = None
        self._is_under_way = False
        return self._is_over

    def take_moved(self) -> list[int]:
        """The pages that a reading showed to have moved, each reading's once."""
        moved, self._pages_moved = self._pages_moved, []
        return moved

    def fail(self, number: int) -> None:
        """A page did not come once more: the reading is never complete."""
        if self._tail is not None:
            self._tail = None
            self._is_under_way = False
            return
        self.walk.end(Ending.CUT, f"page {number} did not come when it was to be read again")

    def _moved(self) -> str | None:
        """What tells that articles moved up, None if nothing does."""
        walk, seen = self.walk, self.walk.seen_ids.numbers
        shown, at_head = NumberSet(), set[int]()
        is_at_head = True
        for _, page in sorted(self._numbers_by_page.items()):
            for number in page:
                shown.add(number)
                is_at_head = is_at_head and number not in seen
                if is_at_head:
                    at_head.add(number)
        # Where nothing that was seen is left, nothing tells what is new.
        new = set() if is_at_head else at_head
        new |= {
            number_of(entry.id)
            for _, entry in self._unseen
            if entry.published and walk.newest and entry.published >= walk.newest
        }
        moved_up = {number_of(entry.id) for _, entry in self._unseen} - new
        # What is new at the head pushed as many off these pages.
        gone = {number for number in self._before(len(new)) if number not in shown}
        self._pages_moved = sorted(
            {page for page, entry in self._unseen if number_of(entry.id) in moved_up}
            | {
                page
                for page in range(1, self._deepest + 1)
                if not gone.isdisjoint(walk.pages.of(page))
            }
        )
        if not moved_up and not gone:
            return None
        return f"{len(moved_up)} articles had not been shown, {len(gone)} are gone"

    def _before(self, less: int) -> Iterator[int]:
        """What the walk saw on the pages read again, each article once; not the last ``less``."""
        numbers = self.walk.pages.numbers
        different = NumberSet()
        for number in numbers(before=self._deepest + 1):
            different.add(number)
        left, met = len(different) - less, NumberSet()
        for number in numbers(before=self._deepest + 1):
            if len(met) >= left:
                return
            if number not in met:
                met.add(number)
                yield number
