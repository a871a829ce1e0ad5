"""What a walk remembers of the articles that it saw: as little as will do, for walks go on for
hundreds of thousands of pages."""

from array import array
from collections.abc import Iterable, Iterator

from kazcrawl.compact import NumberSet

# Pages whose ids are kept as they are, for whoever asks the archive about them.
_LAST_PAGES = 8
_NONE = array("Q")


class Ids:
    """A set of ids.

    It holds a number of 64 bits instead of each: of a million ids, two are taken for one with a
    chance of one in thirty million.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self.numbers = NumberSet()
        for entry_id in ids:
            self.add(entry_id)

    def add(self, entry_id: str) -> None:
        """Puts an id in."""
        self.numbers.add(number_of(entry_id))

    def __contains__(self, entry_id: str) -> bool:
        return number_of(entry_id) in self.numbers

    def __len__(self) -> int:
        return len(self.numbers)


class SeenPages:
    """Which articles each page of a walk showed, in their order, by their ids' numbers."""

    def __init__(self) -> None:
        self._numbers_by_page: dict[int, array[int]] = {}
        self._ids_by_page: dict[int, list[str]] = {}
        self.depth = 0
        """The number of the deepest page, 0 for none."""

    def put(self, page: int, ids: list[str]) -> None:
        """A page shows these articles now."""
        self.put_numbers(page, numbers_of(ids))
        self._ids_by_page[page] = ids
        if len(self._ids_by_page) > _LAST_PAGES:
            del self._ids_by_page[next(iter(self._ids_by_page))]

    def put_numbers(self, page: int, numbers: "array[int]") -> None:
        """A page shows the articles of which these are the numbers."""
        self._numbers_by_page[page] = numbers
        self._ids_by_page.pop(page, None)
        self.depth = max(self.depth, page)

    def drop_from(self, page: int) -> None:
        """Forgets a page and all behind it."""
        for later in [number for number in self._numbers_by_page if number >= page]:
            del self._numbers_by_page[later]
            self._ids_by_page.pop(later, None)
        self.depth = max(self._numbers_by_page, default=0)

    def numbers(self, before: int | None = None) -> Iterator[int]:
        """The numbers of all pages' articles in order; only of the pages before one."""
        for page, numbers in sorted(self._numbers_by_page.items()):
            if before is None or page < before:
                yield from numbers

    def of(self, page: int) -> "array[int]":
        """The numbers of a page's articles; none of one that was not read."""
        return self._numbers_by_page.get(page, _NONE)

    def last_ids(self, page: int) -> list[str]:
        """The ids of one of the pages that were read last; none of another."""
        return self._ids_by_page.get(page, [])


def numbers_of(ids: Iterable[str]) -> "array[int]":
    """The numbers of ids, in their order."""
    return array("Q", map(number_of, ids))


def number_of(entry_id: str) -> int:
    """The number of an id, the same for the life of this process; never 0."""
    return hash(entry_id) & 0xFFFFFFFFFFFFFFFF or 1
