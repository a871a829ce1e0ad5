"""The walk's stopping rules: pinned items, the page past the end, unknown pagers and dates."""

from datetime import UTC, datetime, timedelta

from kazcrawl.crawl.walk import Bounds, Entry, Walk

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def walk(**bounds: object) -> Walk:
    return Walk("ru", "feed", "https://x.example/lenta/?page={page}", Bounds(**bounds))  # type: ignore[arg-type]


def entries(*ages: float | None) -> list[Entry]:
    """Entries by their age in days; the id is the age, so that equal ages are one article."""
    return [
        Entry(f"id{age}" if age is not None else f"id{n}", _ago(age)) for n, age in enumerate(ages)
    ]


def _ago(age: float | None) -> datetime | None:
    return None if age is None else NOW - timedelta(days=age)


SINCE = NOW - timedelta(days=7)


def test_a_pinned_old_item_does_not_end_the_walk() -> None:
    wanted, go_on = walk(since=SINCE).turn(1, entries(900, 0.1, 0.2, 0.3))
    assert go_on
    assert len(wanted) == 4


def test_a_page_on_which_everything_is_old_ends_it_and_is_still_looked_at() -> None:
    one = walk(since=SINCE)
    wanted, go_on = one.turn(1, entries(8, 9, 10))
    assert not go_on
    assert len(wanted) == 3
    assert one.finished


def test_the_page_past_the_end_shows_in_the_pager_and_brings_nothing() -> None:
    one = walk(since=SINCE)
    assert one.turn(1, entries(1, 2), current=1)[1]
    assert one.turn(2, entries(3, 4), current=1) == ([], False)
    assert one.reason == "past the end"


def test_without_a_pager_a_page_that_brings_nothing_new_ends_the_walk() -> None:
    one = walk(since=SINCE)
    assert one.turn(1, entries(1, 2))[1]
    assert one.turn(2, entries(2, 3))[1]
    assert one.turn(3, entries(1, 3)) == ([], False)


def test_cards_without_dates_are_judged_by_the_articles_once_these_are_read() -> None:
    one = walk(since=SINCE)
    first, second, third = ([Entry(f"{page}{n}", None) for n in range(3)] for page in "abc")
    assert one.turn(1, first)[1]
    dates: dict[str, datetime | None] = {"a0": _ago(1), "a1": _ago(2), "a2": None}
    assert one.turn(2, second, dates=dates)[1]
    dates |= {"b0": _ago(8), "b1": _ago(9)}
    assert one.turn(3, third, dates=dates) == ([], False)
    assert one.reason == "older than asked for"


def test_a_page_may_tell_the_moment_of_its_oldest_card_only() -> None:
    undated = [Entry("a", None), Entry("b", None)]
    assert walk(since=SINCE).turn(1, undated, oldest=_ago(3))[1]
    assert not walk(since=SINCE).turn(1, undated, oldest=_ago(8))[1]


def test_a_day_range_takes_only_what_lies_in_it_and_what_has_no_date() -> None:
    one = walk(since=SINCE, until=NOW - timedelta(days=1), strict=True)
    cards = [*entries(0.5, 2, 900), Entry("undated", None)]
    assert [entry.id for entry in one.turn(1, cards)[0]] == ["id2", "undated"]


def test_max_pages_ends_a_walk_that_would_go_on() -> None:
    one = walk(since=SINCE, max_pages=2)
    assert one.turn(1, entries(1))[1]
    assert not one.turn(2, entries(2))[1]
    assert one.reason == "max_pages"


def test_an_unbounded_walk_goes_on_through_old_pages() -> None:
    assert walk().turn(1, entries(4000, 5000))[1]
