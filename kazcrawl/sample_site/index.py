"""Which articles stand on which page of which listing, newest first, by arithmetic alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.calendar import astana

_PERIOD = 40


@dataclass(frozen=True, slots=True)
class Sequence:
    """Article numbers of a listing: how many, and which stands at a rank (0: the newest)."""

    size: int
    at: Callable[[int], int]


def feed(room: Newsroom, edition: str) -> Sequence:
    """Everything but what the feed misses."""
    size = room.size(edition)
    if not room.missed_by_feed(edition, _PERIOD - 1):
        return Sequence(size, lambda rank: size - 1 - rank)
    visible = size - size // _PERIOD

    def at(rank: int) -> int:
        position = visible - 1 - rank
        return position + position // (_PERIOD - 1)

    return Sequence(visible, at)


def section(room: Newsroom, edition: str, index: int) -> Sequence:
    """The articles of a section; every fifth article stands in the next section, too."""
    return _periodic(
        room.size(edition),
        [
            number
            for number in range(_PERIOD)
            if room.section_of(number) == index
            or (number % 5 == 0 and (room.section_of(number) + 1) % 8 == index)
        ],
    )


def tag(room: Newsroom, edition: str) -> Sequence:
    """The articles of a tag: one in eight."""
    return _periodic(room.size(edition), list(range(2, _PERIOD, 8)))


def _periodic(size: int, members: list[int]) -> Sequence:
    whole, rest = divmod(size, _PERIOD)
    count = whole * len(members) + sum(1 for number in members if number < rest)

    def at(rank: int) -> int:
        block, position = divmod(count - 1 - rank, len(members))
        return block * _PERIOD + members[position]

    return Sequence(count, at)


def days(room: Newsroom, edition: str, first: date, last: date) -> Sequence:
    """The articles of Astana's days from ``first`` to ``last``, both inclusive."""
    low = _first_since(room, edition, first)
    high = _first_since(room, edition, last + timedelta(days=1))
    return Sequence(high - low, lambda rank: high - 1 - rank)


def _first_since(room: Newsroom, edition: str, day: date) -> int:
    """The lowest number whose article was published on ``day`` of Astana's or later."""
    low, high = 0, room.size(edition)
    while low < high:
        middle = (low + high) // 2
        moment: datetime = astana(room.published(edition, middle))
        if moment.date() < day:
            low = middle + 1
        else:
            high = middle
    return low
