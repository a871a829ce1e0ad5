"""Spans and their witnesses at their bounds, and what of a ledger is a gap."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import Day, begun, coverage, gaps_of, lacking
from kazcrawl.archive.spans import Span, Witness, first_noted, note_walked, spans, witnesses
from kazcrawl.archive.waiting import expect, look_again, postpone
from kazcrawl.dates import midnight
from kazcrawl.items import NEW, Found
from kazcrawl.sites.kazinform import SITE
from tests.archive.conftest import NOW
from tests.archive.test_store import article

ZONE = SITE.clock
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
# It is 17:00 of the 23rd in Astana.
TODAY = date(2026, 11, 23)


def day_before(number: int) -> date:
    return TODAY - timedelta(days=number)


def start_of(number: int) -> datetime:
    """When the day began that was so many days before today."""
    return midnight(day_before(number), ZONE)


def walk(
    archive: Archive, since: datetime, until: datetime, edition: str = "ru", **told: str
) -> bool:
    proof = {"kind": "front", "ending": "reached", "evidence": "seen", "crawl_id": "c1"} | told
    source = proof.pop("source", "kazinform")
    return note_walked(archive, source, edition, Span(since, until), **proof)


def noted(archive: Archive, edition: str = "ru") -> list[Span]:
    return spans(archive, "kazinform").get(edition, [])


def all_witnesses(archive: Archive, number: int) -> list[Witness]:
    return witnesses(archive, "kazinform", "ru", day_before(number), ZONE)


@pytest.mark.parametrize(
    ("since", "until", "is_noted"),
    [
        (-HOUR, timedelta(), True),
        (-HOUR, SECOND, False),
        (-HOUR, -HOUR, False),
        (-HOUR, -HOUR + SECOND, True),
        (-HOUR, -HOUR - SECOND, False),
    ],
)
def test_no_span_is_noted_that_is_empty_or_ends_in_the_future(
    archive: Archive, since: timedelta, until: timedelta, is_noted: bool
) -> None:
    assert walk(archive, NOW + since, NOW + until) is is_noted
    assert noted(archive) == ([Span(NOW + since, NOW + until)] if is_noted else [])
    assert len(all_witnesses(archive, 0)) == is_noted


def test_what_another_clock_noted_as_walked_ends_now(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    assert walk(archive, NOW - 3 * HOUR, NOW - 2 * HOUR)
    assert walk(archive, NOW - 4 * HOUR, NOW, edition="kk")
    clock_at(NOW - 2 * HOUR - SECOND)
    assert noted(archive) == [Span(NOW - 3 * HOUR, NOW - 2 * HOUR - SECOND)]
    clock_at(NOW - 3 * HOUR)
    assert noted(archive) == []
    assert noted(archive, "kk") == [Span(NOW - 4 * HOUR, NOW - 3 * HOUR)]


@pytest.mark.parametrize(
    ("since", "until", "merged"),
    [
        (0, 10, [(0, 20), (40, 50)]),  # touches at its end
        (0, 9, [(0, 9), (10, 20), (40, 50)]),
        (20, 30, [(10, 30), (40, 50)]),  # touches at its beginning
        (21, 39, [(10, 20), (21, 39), (40, 50)]),
        (12, 15, [(10, 20), (40, 50)]),  # inside
        (5, 45, [(5, 50)]),
        (20, 40, [(10, 50)]),
        (5, 60, [(5, 60)]),
    ],
)
def test_spans_merge_when_they_touch_and_witnesses_stay_one_by_one(
    archive: Archive, since: int, until: int, merged: list[tuple[int, int]]
) -> None:
    start = NOW - HOUR

    def span(first: int, last: int) -> tuple[datetime, datetime]:
        return start + first * SECOND, start + last * SECOND

    for first, last in ((40, 50), (10, 20), (since, until)):
        assert walk(archive, *span(first, last))
    assert walk(archive, *span(0, 60), edition="en")
    assert noted(archive) == [Span(*span(*bounds)) for bounds in merged]
    assert noted(archive, "en") == [Span(*span(0, 60))]
    walked = [(row.since, row.until) for row in all_witnesses(archive, 0)]
    assert walked == [
        tuple(clock.text(moment) for moment in span(first, last))
        for first, last in ((40, 50), (10, 20), (since, until))
    ]


def test_an_edition_has_been_walked_since_its_own_first_span(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    assert first_noted(archive, "kazinform", "ru") is None
    for moment, edition, source in (
        (NOW - 3 * HOUR, "kk", "kazinform"),
        (NOW - 2 * HOUR, "ru", "republisher"),
        (NOW - HOUR, "ru", "kazinform"),
        (NOW, "ru", "kazinform"),
    ):
        clock_at(moment)
        assert walk(archive, moment - 2 * HOUR, moment - HOUR, edition, source=source)
    assert first_noted(archive, "kazinform", "ru") == clock.text(NOW - HOUR)


def test_another_sources_span_does_not_merge_with_this_ones(archive: Archive) -> None:
    walk(archive, NOW - HOUR, NOW)
    walk(archive, NOW - 2 * HOUR, NOW - HOUR, source="republisher")
    assert noted(archive) == [Span(NOW - HOUR, NOW)]
    assert spans(archive, "republisher") == {"ru": [Span(NOW - 2 * HOUR, NOW - HOUR)]}
    assert len(witnesses(archive, "republisher", "ru", TODAY, ZONE)) == 1


def test_a_witness_says_what_it_was_told(archive: Archive) -> None:
    walk(
        archive, NOW - HOUR, NOW,
        kind="archive", ending="last page", evidence="page 7", crawl_id="c7",
    )  # fmt: skip
    assert all_witnesses(archive, 0) == [
        Witness(
            "2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z",
            "archive", "last page", "page 7", "c7", "2026-11-23T12:00:00Z",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "touches"),
    [
        (start_of(3), start_of(2), False),
        (start_of(3), start_of(2) + SECOND, True),
        (start_of(1), start_of(0), False),
        (start_of(1) - SECOND, start_of(0), True),
        (start_of(5), start_of(0), True),
    ],
)
def test_witnesses_of_a_day_are_of_the_spans_that_touch_it(
    archive: Archive, since: datetime, until: datetime, touches: bool
) -> None:
    walk(archive, since, until)
    walk(archive, since, until, edition="en")
    assert len(all_witnesses(archive, 2)) == touches


@pytest.mark.parametrize(
    ("since", "until", "walked"),
    [
        (start_of(3), start_of(1), {3: True, 2: True}),
        (start_of(3) + SECOND, start_of(1), {2: True}),
        (start_of(3), start_of(1) - SECOND, {3: True, 2: False}),
        (start_of(3), start_of(1) + SECOND, {3: True, 2: True, 1: False}),
        (start_of(2) + SECOND, start_of(1) - SECOND, {}),
    ],
)
def test_a_ledger_goes_from_the_first_whole_day_to_the_last_that_was_touched(
    archive: Archive, since: datetime, until: datetime, walked: dict[int, bool]
) -> None:
    walk(archive, since, until)
    rows = coverage(archive, "kazinform", ZONE)
    assert {row.day: row.walked for row in rows} == {
        day_before(number): is_walked for number, is_walked in walked.items()
    }


def test_a_ledger_counts_what_is_archived_by_edition_and_bound(archive: Archive) -> None:
    for number, moment in enumerate(
        (
            start_of(3) - SECOND,
            start_of(3),
            start_of(2) - SECOND,
            start_of(2),
            start_of(1) - SECOND,
            start_of(1),
        )
    ):
        one = article(url=f"https://www.inform.kz/ru/words-{number:06x}")
        one.date_published = clock.text(moment)
        archive.add(one)
    changed = article("Other.", one.url, date_published=one.date_published)
    archive.add(changed)
    undated = article(url="https://www.inform.kz/ru/words-0000ff")
    archive.add(undated)
    walk(archive, start_of(4), start_of(0))

    def counts(first: int | None, last: int | None) -> dict[int, int]:
        bounds = [None if number is None else day_before(number) for number in (first, last)]
        rows = coverage(archive, "kazinform", ZONE, *bounds)
        return {(TODAY - row.day).days: row.archived for row in rows}

    assert counts(None, None) == {4: 1, 3: 2, 2: 2, 1: 1}
    assert counts(3, 2) == {3: 2, 2: 2}
    assert counts(2, None) == {2: 2, 1: 1}
    assert counts(None, 3) == {4: 1, 3: 2}
    assert [row.archived for row in coverage(archive, "kazinform", ZONE)] == [1, 2, 2, 1]


def test_editions_come_by_name_and_keep_their_own_days(archive: Archive) -> None:
    walk(archive, start_of(2), start_of(1), "ru")
    walk(archive, start_of(3), start_of(2), "en")
    rows = coverage(archive, "kazinform", ZONE)
    assert [(row.source, row.edition, row.day) for row in rows] == [
        ("kazinform", "en", day_before(3)),
        ("kazinform", "ru", day_before(2)),
    ]


def test_what_waits_counts_on_its_cards_day_else_on_that_of_its_finding(
    archive: Archive,
) -> None:
    walk(archive, start_of(2), start_of(0))
    found = [
        Found("1" * 32, "https://x.example/1", "ru", None, str(day_before(2))),
        Found("2" * 32, "https://x.example/2", "ru"),
        Found("3" * 32, "https://x.example/3", "kz", None, str(day_before(1))),
    ]
    expect(archive, "kazinform", found)
    look_again(archive, "kazinform", [Found("4" * 32, "https://x.example/4", "ru")], "headline")
    expect(archive, "other", [Found("5" * 32, "https://x.example/5", "ru")])
    for _ in range(2):
        postpone(archive, "kazinform", found[0], kind=NEW, reason="500", limit=2)
    told = coverage(archive, "kazinform", ZONE, day_before(2), day_before(0))
    assert [(row.edition, row.waiting, row.given_up, dict(row.failed)) for row in told] == [
        ("kz", 0, 0, {}),
        ("kz", 1, 0, {}),
        ("kz", 0, 0, {}),
        ("ru", 0, 1, {"500": 1}),
        ("ru", 0, 0, {}),
        ("ru", 1, 0, {}),
    ]
    # Without a beginning, only editions that were walked have a ledger.
    assert {row.edition for row in coverage(archive, "kazinform", ZONE)} == {"ru"}
    # Without an end, an edition over which no walk went goes to today.
    open_ended = coverage(archive, "kazinform", ZONE, day_before(1))
    assert [(row.edition, row.day) for row in open_ended] == [
        ("kz", day_before(1)),
        ("kz", day_before(0)),
        ("ru", day_before(1)),
    ]


def test_what_was_found_in_the_evening_of_utc_is_of_astanas_next_day(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    for number, moment in enumerate((start_of(1) - SECOND, start_of(1))):
        clock_at(moment.astimezone(UTC))
        expect(archive, "kazinform", [Found(f"{number:032x}", "https://x.example/", "ru")])
    rows = coverage(archive, "kazinform", ZONE, day_before(2), day_before(1))
    assert [row.waiting for row in rows] == [1, 1]


def row(number: int, edition: str = "ru", **told: object) -> Day:
    return Day("kazinform", edition, day_before(number), **told)  # type: ignore[arg-type]


def test_a_day_lists_what_is_archived_waits_and_is_given_up() -> None:
    assert Day("s", "e", TODAY, True, 1, 2, 4, Counter()).listed == 7
    assert [
        (row(1, walked=walked, waiting=waits, given_up=9).complete)
        for walked, waits in ((True, 0), (True, 1), (False, 0), (False, 1))
    ] == [True, False, False, False]


@pytest.mark.usefixtures("clock_at")
def test_what_is_lacking_ends_with_yesterday() -> None:
    days = [row(2), row(1, walked=True), row(1), row(0), row(-1)]
    assert lacking(days, ZONE) == [row(2), row(1)]


def test_today_is_that_of_the_sites_clock(clock_at: Callable[[datetime], None]) -> None:
    days = [row(1), row(0)]
    clock_at(start_of(0).astimezone(UTC))
    assert lacking(days, ZONE) == [row(1)]
    clock_at((start_of(0) - SECOND).astimezone(UTC))
    assert lacking(days, ZONE) == []
    clock_at(start_of(-1).astimezone(UTC))
    assert lacking(days, ZONE) == days


def test_days_before_an_editions_first_that_holds_anything_are_no_gaps(
    clock_at: Callable[[datetime], None],
) -> None:
    days = [
        row(4, "en"), row(3, "en", walked=True), row(2, "en"), row(0, "en"),
        row(4), row(3), row(2, archived=1), row(1), row(0),
        row(4, "kz"), row(3, "kz", given_up=1), row(2, "kz", walked=True), row(1, "kz"),
    ]  # fmt: skip
    from_first = [*days[1:4], *days[6:9], *days[10:]]
    assert begun(days) == from_first
    assert gaps_of(days, ZONE) == [days[2], days[6], days[7], days[10], days[12]]
    assert begun([row(2), row(1)]) == []
