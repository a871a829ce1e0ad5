"""The second reading of a walk: what tells that a list moved, and what does not."""

from datetime import UTC, datetime, timedelta

import pytest

from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.recheck import Recheck
from kazcrawl.crawl.walk import Ending, Entry, Kind, Walk

NOW = datetime(2026, 11, 23, tzinfo=UTC)
Pages = dict[int, list[Entry]]


def entries(*hours: float) -> list[Entry]:
    """Entries by their age in hours; the id is the age."""
    return [Entry(f"id{age}", NOW - timedelta(hours=age)) for age in hours]


def walked(*pages: list[Entry]) -> Walk:
    walk = Walk(Kind.FRONT, "ru", "https://x.example/?page={page}", Bounds())
    for number, page in enumerate(pages, 1):
        walk.turn(number, page)
    walk.end(Ending.REACHED, "all of page 4 is old")
    return walk


def read(recheck: Recheck, *pages: list[Entry]) -> bool:
    """Whether the end of the walk stands after another reading."""
    numbers = recheck.begin()
    assert numbers == list(range(1, len(pages) + 1))
    assert recheck.begin() == []
    for number, page in zip(numbers, pages, strict=True):
        assert recheck.decide() is False, "a page is still to come"
        recheck.read(number, page)
    return recheck.decide()


def test_all_pages_but_the_last_are_read_again_and_nothing_moved() -> None:
    walk = walked(entries(1, 2), entries(3, 4), entries(5))
    assert read(Recheck(walk), entries(1, 2), entries(3, 4))
    assert walk.witness == ("all of page 4 is old; pages before 3 read again, nothing had moved")


@pytest.mark.parametrize(("with_last", "again"), [(True, [1, 2, 3]), (False, [1, 2])])
def test_the_last_page_of_a_list_is_read_again_if_it_can_be(
    with_last: bool, again: list[int]
) -> None:
    walk = walked(entries(1, 2), entries(3, 4), entries(5))
    walk.end(Ending.LAST, "the pager names page 3 as the last")
    assert Recheck(walk, with_last=with_last).begin() == again


@pytest.mark.parametrize("pinned", [[], entries(900)], ids=["plain", "pinned"])
def test_new_articles_at_the_head_push_others_down_and_are_no_movement(
    pinned: list[Entry],
) -> None:
    walk = walked([*pinned, *entries(1, 2)], entries(3, 4), entries(5))
    recheck = Recheck(walk)
    assert recheck.begin() == [1, 2]
    assert recheck.read(1, [*pinned, *entries(0.5, 1)]) == entries(0.5)
    assert recheck.read(2, entries(2, 3)) == []
    assert recheck.decide()
    assert walk.ending is Ending.REACHED


def test_an_article_that_moved_up_between_two_pages_tells() -> None:
    walk = walked(entries(1, 2), entries(4, 5), entries(6))
    recheck = Recheck(walk)
    assert not read(recheck, entries(1, 3), entries(4, 5))
    assert "id3" in walk.seen_ids
    assert read(recheck, entries(1, 3), entries(4, 5))
    assert walk.ending is Ending.REACHED


def test_an_article_that_is_gone_tells() -> None:
    walk = walked(entries(1, 2), entries(3, 4), entries(5))
    assert not read(Recheck(walk), entries(1, 3), entries(4, 5))


def test_the_pages_that_moved_are_told_once_a_reading() -> None:
    walk = walked(entries(1, 2), entries(3, 4), entries(6, 7), entries(9))
    recheck = Recheck(walk)
    assert not read(recheck, entries(1, 2), entries(3, 5), entries(6, 8))
    assert recheck.take_moved() == [2, 3], "5 and 8 came, 4 and 7 are gone"
    assert recheck.take_moved() == []
    assert not read(recheck, entries(2, 3), entries(5), entries(6, 8))
    assert recheck.take_moved() == [1], "1 is gone"
    assert read(recheck, entries(2, 3), entries(5), entries(6, 8))
    assert recheck.take_moved() == []


def test_a_list_that_moves_at_every_reading_contradicts_itself() -> None:
    walk = walked(entries(1, 2), entries(9))
    recheck = Recheck(walk)
    assert not read(recheck, entries(1, 3))
    assert not read(recheck, entries(1, 4))
    assert read(recheck, entries(1, 5))
    assert walk.ending is Ending.CONTRADICTED
    assert "moves while it is read, 3 times" in walk.witness
    assert recheck.begin() == []


def test_a_page_that_does_not_come_again_leaves_it_open() -> None:
    walk = walked(entries(1, 2), entries(9))
    recheck = Recheck(walk)
    recheck.begin()
    recheck.fail(1)
    assert walk.ending is Ending.CUT
    assert recheck.begin() == []


def undated(*names: str) -> list[Entry]:
    return [Entry(name, None) for name in names]


def test_what_is_new_above_all_that_was_seen_needs_no_date() -> None:
    walk = walked(undated("a", "b"), undated("c", "d"), undated("e"))
    assert read(Recheck(walk), undated("new", "a"), undated("b", "c"))
    assert walk.ending is Ending.REACHED


def test_undated_articles_below_the_head_moved_up() -> None:
    walk = walked(undated("a", "b"), undated("d", "e"), undated("f"))
    assert not read(Recheck(walk), undated("a", "c"), undated("d", "e"))


def test_a_page_on_which_nothing_was_seen_before_is_no_head() -> None:
    walk = walked(undated("a"), undated("b"))
    assert not read(Recheck(walk), undated("other"))


def test_an_article_of_the_newest_ones_minute_is_new() -> None:
    pinned, twin = entries(900), Entry("twin", NOW - timedelta(hours=1))
    walk = walked([*pinned, *entries(1, 2)], entries(3, 4), entries(5))
    assert read(Recheck(walk), [*pinned, twin, *entries(1)], entries(2, 3))
    assert walk.ending is Ending.REACHED


def test_the_last_page_of_a_list_is_read_again_for_it_may_have_shown_half() -> None:
    walk = walked(entries(1, 2), entries(3, 4), entries(6))
    walk.end(Ending.LAST, "page 4 is empty, twice")
    recheck = Recheck(walk)
    assert not read(recheck, entries(1, 2), entries(3, 4), entries(5, 6))
    assert recheck.take_moved() == [3]
    assert recheck.take_moved() == []
    assert read(recheck, entries(1, 2), entries(3, 4), entries(5, 6))
    assert walk.witness == "page 4 is empty, twice; pages before 4 read again, nothing had moved"
