"""What lies between the bounds of a walk, and what is wanted besides."""

from datetime import UTC, datetime, timedelta

from kazcrawl.crawl.bounds import Bounds

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)
SECOND = timedelta(seconds=1)


def ago(age: float) -> datetime:
    return NOW - timedelta(days=age)


def test_a_day_range_wants_its_first_moment_and_not_the_one_behind_its_last() -> None:
    bounds = Bounds(SINCE, NOW, strict=True)
    assert not bounds.wants(SINCE - SECOND)
    assert bounds.wants(SINCE)
    assert bounds.wants(NOW - SECOND)
    assert not bounds.wants(NOW)
    assert bounds.wants(None)


def test_a_range_that_is_open_at_one_end_wants_all_there() -> None:
    assert Bounds(since=SINCE, strict=True).wants(NOW)
    assert not Bounds(since=SINCE, strict=True).wants(ago(8))
    assert Bounds(until=SINCE, strict=True).wants(ago(8))
    assert not Bounds(until=SINCE, strict=True).wants(NOW)
    assert Bounds(strict=True).wants(ago(9999))


def test_what_is_found_on_the_way_back_is_wanted_unless_a_range_was_asked_for() -> None:
    bounds = Bounds(SINCE, NOW)
    assert bounds.wants(ago(9999))
    assert bounds.wants(NOW + SECOND)


def test_a_page_is_old_when_all_its_known_moments_lie_before_the_bound() -> None:
    bounds = Bounds(SINCE)
    assert bounds.is_old([SINCE - SECOND, None])
    assert not bounds.is_old([SINCE])
    assert not bounds.is_old([SINCE - SECOND, SINCE])
    assert not bounds.is_old([None])
    assert not bounds.is_old([])
    assert not Bounds().is_old([ago(9999)])


def test_of_a_days_walk_what_lies_in_the_whole_range_is_wanted() -> None:
    whole = Bounds(ago(3), NOW, strict=True)
    day = Bounds(ago(2), ago(1), strict=True, whole=whole)
    assert day.wants(ago(2.5))
    assert not day.holds(ago(2.5))
    assert not day.wants(ago(4))
    assert not day.wants(NOW)
