"""The tail of a list: when it is asked for, and what it proves of a walk."""

from datetime import UTC, datetime, timedelta

import pytest

from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.recheck import Recheck
from kazcrawl.crawl.seen import numbers_of
from kazcrawl.crawl.tail import Tail, tail_of
from kazcrawl.crawl.walk import Ending, Entry, Kind, Walk

NOW = datetime(2026, 11, 30, tzinfo=UTC)
WEEK = Bounds(since=NOW - timedelta(days=7))


def entries(*hours: float) -> list[Entry]:
    """Entries by their age in hours; the id is the age."""
    return [Entry(f"id{age}", NOW - timedelta(hours=age)) for age in hours]


def tail(number: int, *hours: float) -> Tail:
    return Tail(number, numbers_of(entry.id for entry in entries(*hours)))


def walked(*pages: tuple[float, ...], ending: Ending = Ending.REACHED) -> Walk:
    """A walk that read these pages to its end."""
    walk = Walk(Kind.FRONT, "ru", "https://x.example/?page={page}", Bounds())
    for number, ages in enumerate(pages, 1):
        walk.turn(number, entries(*ages))
    walk.end(ending, "the end")
    return walk


def moments(*hours: float) -> list[datetime]:
    return [NOW - timedelta(hours=age) for age in hours]


def test_the_last_page_of_a_day_is_asked_for_where_all_others_would_be_read_again() -> None:
    day = Walk(Kind.DAY, "ru", "", Bounds(NOW - timedelta(days=1), NOW))
    assert tail_of(day, 9, moments(1, 2)) == 9
    assert tail_of(day, 3, []) == 3
    assert tail_of(day, 2, moments(1, 2)) is None
    assert tail_of(day, None, moments(1, 2)) is None


@pytest.mark.parametrize(
    ("named", "hours", "page"),
    [
        (None, (0, 40), 15),
        (1000, (0, 40), 15),
        (7, (0, 40), 7),
        (None, (0, 42), None),
        (None, (0,), None),
        (None, (), None),
    ],
    ids=["no pager", "a long pager", "a short list", "four pages", "one moment", "no moment"],
)
def test_of_a_list_without_end_a_page_far_behind_the_bound_is_asked_for(
    named: int | None, hours: tuple[float, ...], page: int | None
) -> None:
    assert tail_of(Walk(Kind.FRONT, "ru", "", WEEK), named, moments(*hours)) == page


@pytest.mark.parametrize("kind", [Kind.SECTION, Kind.SEARCH])
def test_what_proves_nothing_needs_no_tail(kind: Kind) -> None:
    assert tail_of(Walk(kind, "ru", "", WEEK), 100, moments(0, 1)) is None


def test_two_pages_prove_that_a_deep_walk_met_a_list_at_rest() -> None:
    walk = walked((1, 2), (3, 4), (5, 6), (7, 8))
    recheck = Recheck(walk, tail(12, 90, 91))
    assert recheck.begin() == [1, 12]
    assert recheck.begin() == []
    recheck.read(12, entries(90, 91))
    assert not recheck.decide(), "the first page is still to come"
    recheck.read(1, entries(1, 2))
    assert recheck.decide()
    assert recheck.begin() == []
    assert walk.witness == "the end; pages 1 and 12 read again, nothing had moved"


def test_the_last_page_of_a_list_was_read_behind_all_others() -> None:
    walk = walked((1, 2), (3, 4), (5,), ending=Ending.LAST)
    recheck = Recheck(walk, tail(3, 5))
    assert recheck.begin() == [1]
    assert recheck.read(1, entries(1, 2)) == []
    assert recheck.decide()
    assert walk.ending is Ending.LAST


def test_articles_of_a_tail_behind_the_bound_are_not_wanted() -> None:
    recheck = Recheck(walked((1, 2), (3, 4), (5, 6)), tail(9, 90))
    recheck.begin()
    assert recheck.read(9, entries(90, 91)) == []


@pytest.mark.parametrize(
    ("first", "far"),
    [((1, 3), (90, 91)), ((1, 2), (91, 92)), ((0.5, 1), (89, 90)), ((2, 1), (90, 91))],
    ids=["withdrawn before the tail", "withdrawn later", "put in", "another order"],
)
def test_where_anything_changed_all_pages_are_read_again(
    first: tuple[float, ...], far: tuple[float, ...]
) -> None:
    walk = walked((1, 2), (3, 4), (5, 6), (7, 8))
    recheck = Recheck(walk, tail(12, 90, 91))
    recheck.begin()
    recheck.read(1, entries(*first))
    recheck.read(12, entries(*far))
    assert not recheck.decide()
    assert recheck.begin() == [1, 2, 3]
    for number, ages in enumerate(((1, 2), (3, 4), (5, 6)), 1):
        recheck.read(number, entries(*ages))
    assert recheck.decide()
    assert walk.witness == "the end; pages before 4 read again, nothing had moved"


@pytest.mark.parametrize("lacking", [1, 12])
def test_a_page_that_does_not_come_leaves_the_proof_to_a_second_reading(lacking: int) -> None:
    walk = walked((1, 2), (3, 4), (5, 6), (7, 8))
    recheck = Recheck(walk, tail(12, 90, 91))
    recheck.begin()
    recheck.fail(lacking)
    # The other one comes late.
    recheck.read(13 - lacking, entries(1, 2))
    assert not recheck.decide()
    assert recheck.begin() == [1, 2, 3]
    recheck.read(1, entries(1, 2))
    recheck.read(2, entries(3, 4))
    assert not recheck.decide(), "page 3 is still to come"
    recheck.read(3, entries(5, 6))
    assert recheck.decide()
    assert walk.ending is Ending.REACHED


@pytest.mark.parametrize(
    ("pages", "ending", "far"),
    [
        (((1, 2), (3,), (5, 6)), Ending.REACHED, tail(9, 90)),
        (((1, 2), (3, 4), (5,)), Ending.REACHED, tail(9, 90)),
        (((1, 2), (2, 3), (5, 6)), Ending.REACHED, tail(9, 90)),
        (((1, 2), (3, 4)), Ending.REACHED, tail(9, 90)),
        (((1, 2), (3, 4), (5, 6)), Ending.REACHED, tail(2, 3, 4)),
        (((1, 2), (3, 4), (5, 6)), Ending.REACHED, tail(9)),
        (((1, 2), (3, 4), (5, 6)), Ending.REACHED, tail(9, 6, 7)),
        (((1, 2), (3, 4), (5, 6)), Ending.LAST, tail(9, 90)),
        (((1, 2), (3, 4), (5, 6)), Ending.LAST, tail(3, 6, 7)),
    ],
    ids=[
        "half a page",
        "half an end",
        "shown twice",
        "two pages",
        "not far enough",
        "an empty tail",
        "a tail that the walk saw",
        "a list that ended before its tail",
        "an end that moved",
    ],
)
def test_what_the_tail_does_not_answer_for(
    pages: tuple[tuple[float, ...], ...], ending: Ending, far: Tail
) -> None:
    assert not far.can_prove(walked(*pages, ending=ending))
