"""Sets and maps of numbers of 64 bits in 16 to 64 bytes an entry, where Python's take 100 to 200.

For what a run must remember of each of a million things. 0 is no number of them.
"""

from array import array

_SMALLEST = 64


class NumberSet:
    """Numbers that were put in, 16 to 32 bytes each."""

    def __init__(self) -> None:
        self._size = 0
        # Each number stands in the first free place from that on to which it points.
        self._places = array("Q", bytes(8 * _SMALLEST))

    def add(self, number: int) -> None:
        """Puts a number in."""
        place = self._place(number)
        if self._places[place]:
            return
        self._places[place] = number
        self._size += 1
        if 2 * self._size > len(self._places):
            self._grow()

    def __contains__(self, number: int) -> bool:
        return bool(self._places[self._place(number)])

    def __len__(self) -> int:
        return self._size

    def _place(self, number: int) -> int:
        """Where a number stands, or the free place where it would."""
        places = self._places
        last = len(places) - 1
        place = number & last
        while places[place] not in (0, number):
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        former, self._places = self._places, array("Q", bytes(16 * len(self._places)))
        for number in former:
            if number:
                self._places[self._place(number)] = number


class GreatestByNumber(NumberSet):
    """By number the greatest of the numbers that were put in under it, 32 to 64 bytes each."""

    def __init__(self) -> None:
        super().__init__()
        self._values = array("Q", bytes(8 * len(self._places)))

    def put(self, number: int, value: int) -> None:
        """Puts a value in under a number."""
        self.add(number)
        place = self._place(number)
        self._values[place] = max(self._values[place], value)

    def get(self, number: int) -> int:
        """The greatest value under a number, 0 for none."""
        return self._values[self._place(number)]

    def _grow(self) -> None:
        former = list(zip(self._places, self._values, strict=True))
        super()._grow()
        self._values = array("Q", bytes(8 * len(self._places)))
        for number, value in former:
            if number:
                self._values[self._place(number)] = value
