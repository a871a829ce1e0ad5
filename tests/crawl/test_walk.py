"""The walk's stopping rules: pinned items, the page past the end, unknown pagers and dates."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kazcrawl.crawl.bounds import MOST_PAGES, Bounds
from kazcrawl.crawl.seen import numbers_of
from kazcrawl.crawl.walk import Ending, Entry, Kind, Step, Walk

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)
SECOND = timedelta(seconds=1)


def walk(kind: Kind = Kind.FRONT, **bounds: Any) -> Walk:
    return Walk(kind, "ru", "https://x.example/lenta/?page={page}", Bounds(**bounds))


def entries(*ages: float) -> list[Entry]:
    """Entries by their age in days; the id is the age, so that equal ages are one article."""
    return [Entry(f"id{age}", ago(age)) for age in ages]


def undated(*ids: str) -> list[Entry]:
    return [Entry(entry_id, None) for entry_id in ids]


def ago(age: float) -> datetime:
    return NOW - timedelta(days=age)


def how_it_ended(ended: Walk) -> tuple[Ending | None, str]:
    return ended.ending, ended.witness


# --- pages --------------------------------------------------------------------------------------


def test_a_walk_knows_its_pages_and_is_remembered_by_its_edition_unless_told() -> None:
    front = walk()
    assert front.page(1) == "https://x.example/lenta/?page=1"
    assert front.page(12) == "https://x.example/lenta/?page=12"
    assert front.scope == "ru"
    assert Walk(Kind.SECTION, "x.example", "", Bounds(), scope="x.example/a").scope == "x.example/a"


def test_a_pinned_old_item_does_not_end_the_walk() -> None:
    front = walk(since=SINCE)
    cards = entries(900, 0.1, 0.2, 0.3)
    assert front.turn(1, cards) == (cards, Step.GO_ON)
    assert how_it_ended(front) == (None, "")
    assert not front.is_complete


def test_a_page_on_which_everything_is_old_ends_it_and_is_still_looked_at() -> None:
    front = walk(since=SINCE)
    cards = entries(8, 9, 10)
    assert front.turn(3, cards) == (cards, Step.END)
    assert how_it_ended(front) == (Ending.REACHED, "all of page 3 is older than asked for")
    assert front.is_complete


def test_a_page_past_the_end_is_doubted_and_ends_the_walk_when_it_is_the_same_again() -> None:
    front = walk(since=SINCE)
    assert front.turn(1, entries(1, 2), current=1) == (entries(1, 2), Step.GO_ON)
    assert front.turn(2, entries(3, 4), current=7) == ([], Step.DOUBT)
    assert how_it_ended(front) == (None, "")
    assert front.doubted(2) == "asked for page 2, the pager says 7"
    assert front.turn(2, entries(3, 4), current=1) == ([], Step.END)
    assert how_it_ended(front) == (Ending.LAST, "asked for page 2, the pager says 1, twice")


def test_without_a_pager_a_page_that_brings_nothing_new_twice_ends_the_walk() -> None:
    front = walk(since=SINCE)
    assert front.turn(1, entries(1, 2)) == (entries(1, 2), Step.GO_ON)
    assert front.turn(2, entries(2, 3)) == (entries(3), Step.GO_ON)
    assert front.turn(3, entries(1, 3)) == ([], Step.DOUBT)
    assert front.turn(3, entries(1, 3)) == ([], Step.END)
    assert how_it_ended(front) == (Ending.LAST, "page 3 shows nothing new, twice")


def test_a_doubted_page_that_comes_when_it_is_asked_for_again_goes_on() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(1, 2))
    front.turn(2, entries(1, 2))
    assert front.turn(2, entries(3, 4)) == (entries(3, 4), Step.GO_ON)
    assert front.depth == 2


@pytest.mark.parametrize(
    "entries_again", [[], entries(1, 2)], ids=["nothing", "the first page once more"]
)
def test_a_page_that_the_pager_names_and_that_does_not_come_contradicts_it(
    entries_again: list[Entry],
) -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(1, 2), current=1, named=3)
    assert front.is_promised(3)
    assert not front.is_promised(4)
    assert front.turn(2, entries_again)[1] is Step.DOUBT
    assert front.turn(2, entries_again)[1] is Step.END
    assert how_it_ended(front) == (
        Ending.CONTRADICTED,
        "page 2 shows nothing new, twice, and the pager names page 3",
    )
    assert not front.is_complete


def test_the_page_that_the_pager_names_as_the_last_ends_the_walk() -> None:
    front = walk(since=SINCE)
    assert front.turn(1, entries(1, 2), current=1, named=2)[1] is Step.GO_ON
    assert front.turn(2, entries(3, 4), current=2, named=2) == (entries(3, 4), Step.END)
    assert how_it_ended(front) == (Ending.LAST, "the pager names page 2 as the last")


def test_a_pager_that_takes_back_what_it_named_is_not_believed() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(1), current=1, named=4)
    assert front.turn(2, entries(2), current=2, named=2)[1] is Step.GO_ON


def test_a_pager_that_does_not_say_which_page_is_shown_only_promises() -> None:
    front = walk(since=SINCE)
    assert front.turn(1, entries(1), named=1)[1] is Step.GO_ON


@pytest.mark.parametrize("kind", [Kind.FRONT, Kind.SECTION, Kind.POSTS])
def test_a_listing_of_everything_or_a_section_is_never_empty(kind: Kind) -> None:
    front = walk(kind, since=SINCE)
    assert front.doubt(1, "page 1 is empty") is Step.DOUBT
    assert front.doubt(1, "page 1 is empty") is Step.END
    assert how_it_ended(front) == (
        Ending.CONTRADICTED,
        "page 1 is empty, twice, and there is always one",
    )


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.SEARCH])
def test_a_day_and_a_search_may_be_empty(kind: Kind) -> None:
    front = walk(kind, since=SINCE)
    front.doubt(1, "page 1 is empty")
    front.doubt(1, "page 1 is empty")
    assert how_it_ended(front) == (Ending.LAST, "page 1 is empty, twice")


def test_a_page_that_is_read_anew_is_new_with_all_behind_it() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(1, 2))
    front.turn(2, entries(3, 4))
    front.rewind(2)
    assert front.depth == 1
    assert list(front.pages.numbers()) == list(numbers_of(["id1", "id2"]))
    assert front.turn(2, entries(2, 3)) == (entries(3), Step.GO_ON)


def test_cards_that_were_seen_already_still_tell_how_old_a_page_is() -> None:
    front = walk(since=SINCE)
    front.turn(1, entries(1, 2))
    assert front.turn(2, entries(2, 8)) == (entries(8), Step.GO_ON)


def test_a_page_may_tell_the_moment_of_its_oldest_card_only() -> None:
    cards = undated("a", "b")
    assert walk(since=SINCE).turn(1, cards, oldest=SINCE) == (cards, Step.GO_ON)
    ended = walk(since=SINCE)
    assert ended.turn(1, cards, oldest=SINCE - SECOND) == (cards, Step.END)
    assert ended.ending is Ending.REACHED


def test_the_moments_of_cards_count_before_the_one_told_for_the_page() -> None:
    assert walk(since=SINCE).turn(1, entries(1), oldest=ago(9))[1] is Step.GO_ON
    assert walk(since=SINCE).turn(1, entries(9), oldest=ago(1))[1] is Step.END


def test_a_day_range_takes_only_what_lies_in_it_and_what_has_no_date() -> None:
    day = walk(since=SINCE, until=ago(1), strict=True)
    wanted, step = day.turn(1, [*entries(0.5, 1, 2, 7, 900), *undated("a")])
    assert [entry.id for entry in wanted] == ["id2", "id7", "a"]
    assert step is Step.GO_ON


def test_a_list_without_end_is_no_list_unless_so_many_pages_were_asked_for() -> None:
    front, asked = walk(since=SINCE), walk(since=SINCE, max_pages=MOST_PAGES + 1)
    for number in range(1, MOST_PAGES + 1):
        shown = [Entry(f"id{number}", NOW)]
        assert front.ending is None
        _, step = front.turn(number, shown)
        assert asked.turn(number, shown)[1] is Step.GO_ON
    assert step is Step.END
    assert how_it_ended(front) == (
        Ending.CONTRADICTED,
        "it goes on behind 1,000 pages (max_pages reads more)",
    )


def test_max_pages_cuts_a_walk_that_would_go_on() -> None:
    front = walk(since=SINCE, max_pages=2)
    assert front.turn(1, entries(1))[1] is Step.GO_ON
    assert front.turn(2, entries(2)) == (entries(2), Step.END)
    assert how_it_ended(front) == (Ending.CUT, "max_pages=2")
    assert not front.is_complete


def test_a_walk_that_reaches_its_bound_on_the_last_page_allowed_is_complete() -> None:
    front = walk(since=SINCE, max_pages=1)
    assert front.turn(1, entries(8))[1] is Step.END
    assert front.ending is Ending.REACHED


def test_an_unbounded_walk_goes_on_through_old_pages_dated_or_not() -> None:
    assert walk().turn(1, entries(4000, 5000))[1] is Step.GO_ON
    assert walk().turn(1, undated("a"))[1] is Step.GO_ON


def test_no_age_of_a_page_ends_a_search_for_the_most_fitting_come_first() -> None:
    search = walk(Kind.SEARCH, since=SINCE, strict=True)
    assert search.turn(1, entries(900, 901)) == ([], Step.GO_ON)
    assert search.turn(2, undated("a")) == (undated("a"), Step.GO_ON)
    assert search.turn(3, entries(900))[1] is Step.DOUBT
    assert search.turn(3, entries(900))[1] is Step.END
    assert search.ending is Ending.LAST


# --- cards without dates ------------------------------------------------------------------------


def test_a_page_of_undated_cards_waits_for_its_articles() -> None:
    front = walk(since=SINCE)
    assert front.undated() == []
    assert front.turn(1, undated("a", "b")) == (undated("a", "b"), Step.WAIT)
    assert front.undated() == ["a", "b"]
    assert front.decide(1, [ago(1), ago(8)]) is Step.GO_ON
    assert front.undated() == []
    assert front.turn(2, undated("b", "c")) == (undated("c"), Step.WAIT)
    assert front.undated() == ["c"]
    assert front.decide(2, [ago(8), None]) is Step.END
    assert front.undated() == []
    assert how_it_ended(front) == (Ending.REACHED, "all of page 2 is older than asked for")


def test_articles_of_unknown_moment_do_not_end_a_walk() -> None:
    front = walk(since=SINCE)
    front.turn(1, undated("a"))
    assert front.decide(1, [None]) is Step.GO_ON
    assert front.ending is None


def test_one_dated_card_is_enough_not_to_wait() -> None:
    front = walk(since=SINCE)
    assert front.turn(1, [*undated("a"), *entries(1)])[1] is Step.GO_ON
    assert front.undated() == []


# --- the end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", list(Ending))
def test_only_a_walk_that_was_cut_or_is_contradicted_is_not_complete(ending: Ending) -> None:
    front = walk()
    assert front.end(ending, "seen") is Step.END
    assert how_it_ended(front) == (ending, "seen")
    assert front.is_complete is (ending not in (Ending.CUT, Ending.CONTRADICTED))


def test_a_later_ending_counts() -> None:
    front = walk()
    front.end(Ending.LAST, "first")
    front.end(Ending.CUT, "second")
    assert how_it_ended(front) == (Ending.CUT, "second")


def test_the_oldest_moment_is_that_of_the_last_card_whatever_is_pinned() -> None:
    front = walk()
    front.turn(1, entries(900, 0.1, 0.2))
    assert front.oldest == ago(0.2)
    front.turn(2, entries(0.3, 0.4))
    assert front.oldest == ago(0.4)
    front.turn(3, undated("a"), oldest=ago(0.5))
    assert front.oldest == ago(0.5)
    front.turn(4, undated("b"))
    assert front.oldest is None


def test_the_newest_moment_is_that_of_the_first_page_with_moments() -> None:
    front = walk()
    assert front.newest is None
    front.turn(1, undated("a"))
    assert front.newest is None
    front.turn(2, entries(2, 1))
    assert front.newest == ago(1)
    front.turn(3, entries(0.5))
    assert front.newest == ago(1)


def test_without_a_pager_no_page_is_promised() -> None:
    day = walk(Kind.DAY, since=SINCE)
    day.turn(1, entries(1))
    assert not day.is_promised(1)
    assert not walk(Kind.SEARCH).is_promised(1)
    assert walk().is_promised(1)
    assert not walk().is_promised(2)


def test_only_what_stands_and_is_not_read_whole_is_asked_for_conditionally() -> None:
    assert not walk().is_conditional
    standing = Walk(Kind.FRONT, "ru", "", Bounds(), is_standing=True)
    assert standing.is_conditional
    assert not Walk(Kind.FRONT, "ru", "", Bounds(), is_standing=True, is_full=True).is_conditional
