"""Known ground: an old entry of a feed proves that it goes back, if it is archived."""

from datetime import datetime

import pytest

from kazcrawl.crawl.memory import Memory
from kazcrawl.crawl.walk import Entry
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.ground import is_known
from tests.crawl.bed import HOUR, NOW, link

SINCE = NOW - 3 * HOUR


def cards(*hours: float | None) -> Cards:
    """Cards of so many hours before NOW, named by their place."""
    return {
        str(place): (link(str(place)), Entry(str(place), None if ago is None else NOW - ago * HOUR))
        for place, ago in enumerate(hours)
    }


def memory(*held: int) -> Memory:
    """What is archived, by the places of their cards."""
    own = Memory()
    for place in held:
        own.meet([str(place)], NOW)
    return own


@pytest.mark.parametrize(
    ("hours", "held", "since", "wanted"),
    [
        ((1, 2, 4, 5), (2,), SINCE, True),
        ((1, 2, 4, 5), (3,), SINCE, True),
        ((1, 2, 4, 5), (0, 1), SINCE, False),
        ((1, 2, 4, 5), (), None, True),
        # Nothing old, or nothing dated: the caller's moments tell.
        ((1, 2), (), SINCE, True),
        ((None, 1), (), SINCE, True),
        # One alone that is far behind is pinned; two are a night.
        ((1, 2, 900), (2,), SINCE, False),
        ((1, 2, 900, 901), (2,), SINCE, True),
        ((1, 2, 8), (2,), SINCE, True),
    ],
)
def test_of_what_is_older_than_the_bound_something_is_archived(
    hours: tuple[float | None, ...], held: tuple[int, ...], since: datetime | None, wanted: bool
) -> None:
    assert is_known(cards(*hours), since, memory(*held)) is wanted
