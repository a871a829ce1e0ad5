"""A page that would end a walk and begins far behind the page before is asked for again."""

from datetime import timedelta

import pytest

from kazcrawl.crawl.leaps import Leaps
from kazcrawl.crawl.walk import Ending, Step
from tests.crawl.test_walk import SINCE, ago, entries, how_it_ended, walk


def test_a_leap_is_more_than_a_page_and_more_than_a_night() -> None:
    leaps = Leaps()
    assert leaps.over([ago(9)]) is None
    leaps.read([ago(1), ago(3)])
    assert leaps.over([ago(5)]) is None
    assert leaps.over([ago(5.5), ago(5.25)]) == timedelta(days=2.25)
    assert leaps.over([]) is None
    leaps.read([ago(1), ago(1)])
    assert leaps.over([ago(1.25)]) is None
    assert leaps.over([ago(1.26)]) is not None


def test_a_page_that_begins_far_behind_the_page_before_ends_nothing_before_it_came_twice() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(0, 1, 2), current=1, named=3)
    cards = entries(20, 21)
    assert front.turn(2, cards, current=2, named=3) == ([], Step.DOUBT)
    assert front.doubted(2) == "page 2 is 18 days, 0:00:00 older than the end of page 1"
    assert 2 in front.leaps
    assert front.turn(2, cards, current=2, named=3) == (cards, Step.END)
    assert how_it_ended(front) == (Ending.REACHED, "all of page 2 is older than asked for")
    assert front.doubted(2) is None


def test_the_page_that_comes_in_the_place_of_one_that_leapt_is_read() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(900, 0, 1))
    front.turn(2, entries(20, 21))
    assert front.turn(2, entries(3, 4)) == (entries(3, 4), Step.GO_ON)
    assert front.doubted(2) is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [((0, 1, 4), (8, 9)), ((6.9, 6.95), (7.1, 7.2)), ((900, 0, 4), (8, 9)), ((1,), (20, 21))],
    ids=["no further than a page", "a night", "pinned", "one card"],
)
def test_a_page_that_continues_the_page_before_is_not_doubted(
    first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(*first))
    assert front.turn(2, entries(*second))[1] is Step.END


def test_a_page_that_goes_back_is_asked_for_again_and_then_believed() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(0, 1, 2, 3))
    popular = entries(0, 1, 4, 6)
    assert front.turn(2, popular) == ([], Step.DOUBT)
    assert front.doubted(2) == "page 2 shows what is newer than page 1"
    assert front.turn(2, popular) == (entries(4, 6), Step.GO_ON)
    assert front.doubted(2) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0, 1, 2, 3), (2, 3, 4, 5)),
        ((0, 1, 2, 3), (0, 4, 5, 6)),
        ((3, 2, 1, 0), (6, 5, 4)),
        ((6, 5, 4, 3), (2, 1, 0)),
        ((1, 1, 1), (1.0, 1.00001, 2)),
    ],
    ids=["moved down", "pinned", "days in order", "old to new", "days without hours"],
)
def test_a_page_may_show_what_moved_down_and_a_list_may_have_another_order(
    first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(*first))
    assert front.turn(2, entries(*second))[1] is Step.GO_ON
