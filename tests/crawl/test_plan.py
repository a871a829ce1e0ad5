"""What a run walks, by its arguments and by what earlier runs walked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.crawl.arguments import AgencyArguments, ArgumentError, read_arguments
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.plan import Plan, bounds_of, check, days_of
from kazcrawl.crawl.walk import Kind, Walk
from kazcrawl.crawl.ways.days import range_of
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.crawl.ways.search import SearchWay
from kazcrawl.crawl.ways.syndication import SyndicationWay
from kazcrawl.items import NEW, Found
from kazcrawl.sites.kazinform import SITE
from tests.crawl.bed import DAY, FRONT, HOUR, NOW, ROOT, Bed, link, url_hash

TODAY = date(2026, 11, 23)
SECTIONS = ("ekonomika_s1", "ekologiya_s2", "obrazovanie_s501")
SECOND = timedelta(seconds=1)
FIRST_RUN = Bounds(NOW - 7 * DAY)


def asked(**given: str) -> AgencyArguments:
    return read_arguments(
        AgencyArguments, {"editions": "ru"} | given, today=TODAY, editions=SITE.editions
    )


def ways(bed: Bed, **given: str) -> list[ListingWay]:
    return list(Plan(bed.articles, asked(**given)).ways())


def walks(bed: Bed, **given: str) -> list[Walk]:
    return [way.walk for way in ways(bed, **given)]


def facts(found: list[Walk]) -> list[tuple[Kind, str | None]]:
    return [(walk.kind, walk.section) for walk in found]


FRONT_ONLY: list[tuple[Kind, str | None]] = [(Kind.FRONT, None)]
EVERYTHING = [*FRONT_ONLY, *((Kind.SECTION, slug) for slug in SECTIONS)]


def midnight(day: int) -> Any:
    return SITE.midnight(date(2026, 11, day))


# --- an ordinary run ----------------------------------------------------------------------------


def test_a_first_run_walks_front_and_sections_a_week_back(bed: Bed) -> None:
    found = walks(bed)
    assert facts(found) == EVERYTHING
    assert {(walk.bounds, walk.is_standing, walk.is_full) for walk in found} == {
        (FIRST_RUN, True, True)
    }
    assert found[0].address == FRONT
    assert found[1].address == f"{ROOT}/category/ekonomika_s1/?page={{page}}"
    assert [walk.scope for walk in found] == ["ru"] * 4


def test_a_later_run_walks_back_to_an_hour_before_the_last_one(bed: Bed) -> None:
    bed.ran(3 * HOUR, sections=True)
    (way,) = ways(bed)
    assert isinstance(way, SyndicationWay)
    assert way.is_confirming
    assert way.walk.bounds == Bounds(NOW - 4 * HOUR)
    assert not way.walk.is_full


def test_sections_that_were_walked_less_than_a_day_ago_are_not_due(bed: Bed) -> None:
    bed.ran(DAY - SECOND, sections=True)
    assert facts(walks(bed)) == FRONT_ONLY


def test_sections_that_are_due_are_walked_from_the_last_time_they_were(bed: Bed) -> None:
    bed.ran(DAY, sections=True)
    bed.ran(HOUR)
    found = ways(bed)
    assert facts([way.walk for way in found]) == EVERYTHING
    assert {way.walk.bounds for way in found} == {Bounds(NOW - 25 * HOUR)}
    assert isinstance(found[0], SyndicationWay)
    assert not found[0].is_confirming


def test_every_edition_has_its_own_past(bed: Bed) -> None:
    bed.ran(3 * HOUR, sections=True)
    found = walks(bed, editions="kk,ru")
    assert [(walk.edition, walk.bounds) for walk in found] == [
        ("kk", FIRST_RUN),
        ("ru", Bounds(NOW - 4 * HOUR)),
    ]


@pytest.mark.parametrize(
    ("given", "settings"), [({"max_pages": "2"}, {}), ({}, {"KAZCRAWL_REVISIT": "0"})]
)
def test_what_must_be_seen_in_any_case_is_asked_for_unconditionally(
    bed: Bed, given: dict[str, str], settings: dict[str, str]
) -> None:
    bed.open(**settings)
    found = ways(bed, **given)
    assert type(found[0]) is ListingWay
    assert not any(way.walk.is_standing for way in found)
    most = int(given["max_pages"]) if given else None
    assert found[0].walk.bounds == replace(FIRST_RUN, max_pages=most)


# --- sections -----------------------------------------------------------------------------------


def test_chosen_sections_are_walked_alone(bed: Bed) -> None:
    found = walks(bed, sections="ekologiya_s2,kultura_s3")
    assert facts(found) == [(Kind.SECTION, "ekologiya_s2"), (Kind.SECTION, "kultura_s3")]
    assert not any(walk.is_full for walk in found)
    assert all(walk.is_standing for walk in found)


def test_of_several_editions_each_walks_the_chosen_sections_that_it_has(bed: Bed) -> None:
    found = walks(bed, editions="ru,qz", sections="ekologiya_s2,sport_s10031")
    assert [(walk.edition, walk.section) for walk in found] == [
        ("ru", "ekologiya_s2"),
        ("qz", "sport_s10031"),
    ]


def test_all_sections_are_walked_due_or_not(bed: Bed) -> None:
    bed.ran(HOUR, sections=True)
    found = walks(bed, sections="all")
    assert facts(found) == EVERYTHING
    assert all(walk.is_full for walk in found)


# --- ranges -------------------------------------------------------------------------------------


def test_a_range_until_today_walks_the_front_listing(bed: Bed) -> None:
    bed.ran(HOUR, sections=True)
    for until in ({}, {"until": "2026-11-23"}):
        found = ways(bed, since="2026-11-20", **until)
        assert [type(way) for way in found] == [ListingWay]
        (walk,) = (way.walk for way in found)
        assert walk.kind is Kind.FRONT
        assert walk.bounds == Bounds(midnight(20), midnight(24) if until else None, True)
        assert (walk.is_standing, walk.is_full) == (False, True)


def test_sections_that_are_due_or_asked_for_are_walked_beside_a_range(bed: Bed) -> None:
    assert facts(walks(bed, since="2026-11-20")) == EVERYTHING
    bed.ran(HOUR, sections=True)
    assert facts(walks(bed, since="2026-11-20", sections="all")) == EVERYTHING


def test_a_past_range_is_walked_day_by_day_the_newest_first(bed: Bed) -> None:
    found = walks(bed, since="2026-11-20", until="2026-11-22", max_pages="4")
    whole = Bounds(midnight(20), midnight(23), True)
    assert [(walk.kind, walk.address, walk.bounds) for walk in found] == [
        (
            Kind.DAY,
            f"{ROOT}/lenta/?page={{page}}&start_date=2026-11-{day}&end_date=2026-11-{day}",
            Bounds(midnight(day), midnight(day + 1), True, 4, whole),
        )
        for day in (22, 21, 20)
    ]
    assert not any(walk.is_standing or walk.is_full for walk in found)


def test_the_oldest_day_may_come_first(bed: Bed) -> None:
    found = walks(bed, since="2026-11-20", until="2026-11-21", order="oldest")
    assert [walk.bounds.since for walk in found] == [midnight(20), midnight(21)]


def test_an_edition_without_day_archive_walks_its_front_listing_over_a_past_range(
    bed: Bed,
) -> None:
    arguments = asked(since="2026-11-20", until="2026-11-21")
    without = tuple(replace(edition, day=None) for edition in arguments.editions)
    plan = Plan(bed.articles, attrs.evolve(arguments, editions=without))
    walk = next(plan.ways()).walk
    assert (walk.kind, walk.bounds) == (Kind.FRONT, Bounds(midnight(20), midnight(22), True))


# --- gaps ---------------------------------------------------------------------------------------


def walked(bed: Bed, since: Any, until: Any) -> None:
    note_walked(
        bed.context.archive,
        "kazinform",
        "ru",
        Span(since, until),
        kind="front",
        ending="reached",
        evidence="seen",
        crawl_id="before",
    )


def test_gaps_are_the_days_between_what_was_walked(bed: Bed) -> None:
    walked(bed, midnight(15), midnight(17))
    walked(bed, midnight(19), NOW)
    found = walks(bed, gaps="true", editions="ru,kk")
    assert [(walk.kind, walk.edition, walk.bounds.since) for walk in found] == [
        (Kind.DAY, "ru", midnight(18)),
        (Kind.DAY, "ru", midnight(17)),
    ]
    oldest = walks(bed, gaps="true", order="oldest")
    assert [walk.bounds.since for walk in oldest] == [midnight(17), midnight(18)]


def test_gaps_of_a_range_are_the_days_of_it_that_are_not_walked_whole(bed: Bed) -> None:
    walked(bed, midnight(19), midnight(21) - SECOND)
    found = walks(bed, gaps="true", since="2026-11-18", until="2026-11-21")
    assert [walk.bounds.since for walk in found] == [midnight(21), midnight(20), midnight(18)]


def test_without_gaps_nothing_is_walked_and_the_log_says_so(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert walks(bed, gaps="true") == []
    walked(bed, midnight(15), NOW)
    assert walks(bed, gaps="true") == []
    assert caplog.messages == ["gaps: nothing was lacking"] * 2


def test_only_a_run_that_looks_for_gaps_says_that_there_are_none(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    walked(bed, midnight(15), midnight(17))
    walked(bed, midnight(18), NOW)
    assert len(walks(bed, gaps="true")) == 1
    assert walks(bed)
    assert caplog.messages == []


def test_what_waits_of_a_day_that_was_walked_whole_needs_no_walk(bed: Bed) -> None:
    walked(bed, midnight(15), NOW)
    found = Found(url_hash("new"), link("new"), "ru", day="2026-11-20")
    bed.account.failed(found, NEW, "503")
    assert walks(bed, gaps="true") == []


# --- search -------------------------------------------------------------------------------------


def test_a_query_is_searched_for_instead_of_the_listings(bed: Bed) -> None:
    (way,) = ways(bed, query="новый мост/a", since="2026-11-20", max_pages="3")
    assert isinstance(way, SearchWay)
    assert way.walk.kind is Kind.SEARCH
    assert way.walk.bounds == Bounds(midnight(20), None, True, 3)
    words = "%D0%BD%D0%BE%D0%B2%D1%8B%D0%B9%20%D0%BC%D0%BE%D1%81%D1%82%2Fa"
    assert words in way.walk.address
    assert way.endpoint is not None
    assert words in way.endpoint
    assert not way.walk.is_full


# --- what a site cannot serve -------------------------------------------------------------------


def test_a_site_without_search_refuses_a_query() -> None:
    check(asked(query="мост"), SITE)
    with pytest.raises(ArgumentError, match=r"^query=мост: kazinform has no search"):
        check(asked(query="мост"), replace(SITE, search=None))


def test_an_edition_without_day_archive_refuses_gaps() -> None:
    arguments = asked(gaps="true")
    check(arguments, SITE)
    without = tuple(replace(edition, day=None) for edition in arguments.editions)
    with pytest.raises(ArgumentError, match=r"^gaps=true: the edition ru has no day archive$"):
        check(attrs.evolve(arguments, editions=without), SITE)
    check(attrs.evolve(asked(), editions=without), SITE)


# --- bounds and days ----------------------------------------------------------------------------


def test_days_are_whole_on_the_sites_clock() -> None:
    assert range_of(SITE, date(2026, 11, 20), date(2026, 11, 20), 2) == Bounds(
        midnight(20), midnight(21), True, 2
    )
    assert range_of(SITE, None, None) == Bounds(None, None, True)


def test_only_a_run_that_walked_sections_bounds_one_that_walks_them(bed: Bed) -> None:
    bed.ran(5 * HOUR, sections=True)
    bed.ran(2 * HOUR)
    without = bounds_of(bed.context, asked(), "ru", with_sections=False)
    assert without == Bounds(NOW - 3 * HOUR)
    assert bounds_of(bed.context, asked(), "ru", with_sections=True) == Bounds(NOW - 6 * HOUR)
    assert bounds_of(bed.context, asked(), "kk", with_sections=False) == FIRST_RUN


def test_the_days_whose_failures_are_tried_again() -> None:
    assert days_of(asked(), TODAY) is None
    assert days_of(asked(since="2026-11-22"), TODAY) == {"2026-11-22", "2026-11-23"}
    both = asked(since="2026-11-20", until="2026-11-21")
    assert days_of(both, TODAY) == {"2026-11-20", "2026-11-21"}
