"""The ledger: a day is complete when it was walked and nothing of it is missing unaccounted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kazcrawl import dates
from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import coverage
from kazcrawl.archive.spans import Span, note_walked, spans
from kazcrawl.archive.waiting import expect, postpone
from kazcrawl.items import NEW, Found
from kazcrawl.sites.kazinform import SITE
from tests.archive.test_store import article

FIRST = date(2026, 11, 20)
ZONE = SITE.clock
midnight = partial(dates.midnight, zone=ZONE)
PROOF: dict[str, str] = {"kind": "front", "ending": "reached", "evidence": "seen", "crawl_id": "c1"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    found = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield found
    found.close()


def walk(archive: Archive, first: float, last: float) -> None:
    """Notes a walk over days counted from FIRST, parts of a day as fractions."""
    start = midnight(FIRST)
    span = Span(start + timedelta(days=first), start + timedelta(days=last))
    note_walked(archive, "kazinform", "ru", span, **PROOF)


def add(archive: Archive, number: int, published: str) -> None:
    url = f"https://www.inform.kz/ru/a-{number:06x}"
    archive.add(article(url=url, date_published=published))


def test_spans_that_touch_or_overlap_become_one(archive: Archive) -> None:
    walk(archive, 0, 1)
    walk(archive, 3, 4)
    assert len(spans(archive, "kazinform")["ru"]) == 2
    walk(archive, 1, 3.5)
    (span,) = spans(archive, "kazinform")["ru"]
    assert (span.since, span.until) == (midnight(FIRST), midnight(date(2026, 11, 24)))


def test_a_day_is_walked_only_when_its_last_minute_was(archive: Archive) -> None:
    walk(archive, 0.5, 2.9)
    rows = coverage(archive, "kazinform", ZONE)
    assert [(row.day, row.walked) for row in rows] == [
        (date(2026, 11, 21), True),
        (date(2026, 11, 22), False),
    ]


def test_days_between_two_walks_are_told_from_the_first_on(archive: Archive) -> None:
    walk(archive, 0, 1)
    walk(archive, 2, 3)
    rows = coverage(archive, "kazinform", ZONE)
    assert [(row.day.day, row.walked) for row in rows] == [(20, True), (21, False), (22, True)]


def test_days_are_astanas_on_both_sides_of_the_change_of_its_clock(archive: Archive) -> None:
    # 18:30 UTC was half past midnight at +06:00, and is half past eleven at +05:00.
    add(archive, 1, "2024-02-28T18:30:00Z")
    add(archive, 2, "2024-03-01T18:30:00Z")
    rows = coverage(archive, "kazinform", ZONE, date(2024, 2, 28), date(2024, 3, 2))
    assert rows == []  # an edition over which nothing ever went has no ledger
    span = Span(midnight(date(2024, 2, 28)), midnight(date(2024, 3, 3)))
    note_walked(archive, "kazinform", "ru", span, **PROOF)
    rows = coverage(archive, "kazinform", ZONE)
    assert [(str(row.day), row.archived) for row in rows if row.archived] == [
        ("2024-02-29", 1),
        ("2024-03-01", 1),
    ]
    assert all(row.complete for row in rows)


def test_what_waits_makes_a_day_incomplete_and_what_is_given_up_is_accounted_for(
    archive: Archive,
) -> None:
    walk(archive, 0, 2)
    add(archive, 1, "2026-11-20T08:00:00Z")
    one = Found("f" * 32, "https://www.inform.kz/ru/b-00000b", "ru", None, "2026-11-20")
    expect(archive, "kazinform", [one])
    first, second = coverage(archive, "kazinform", ZONE)
    assert (first.listed, first.archived, first.waiting, first.complete) == (2, 1, 1, False)
    assert (second.listed, second.complete) == (0, True)
    for _ in range(2):
        postpone(archive, "kazinform", one, kind=NEW, reason="500", limit=2)
    first, _ = coverage(archive, "kazinform", ZONE)
    assert (first.listed, first.waiting, first.given_up) == (2, 0, 1)
    assert first.failed == {"500": 1}
    assert first.complete


def test_a_range_names_days_over_which_no_walk_went(archive: Archive) -> None:
    walk(archive, 0, 1)
    walk(archive, 2, 3)
    rows = coverage(archive, "kazinform", ZONE, date(2026, 11, 19), date(2026, 11, 22))
    assert [row.walked for row in rows] == [False, True, False, True]


def test_another_sources_ledger_is_its_own(archive: Archive) -> None:
    walk(archive, 0, 1)
    assert coverage(archive, "republisher", ZONE) == []
    until = datetime(2026, 11, 21, tzinfo=UTC)
    span = Span(until - timedelta(days=2), until)
    note_walked(archive, "republisher", "en.example", span, **PROOF)
    assert {row.edition for row in coverage(archive, "republisher", ZONE)} == {"en.example"}


def test_a_day_may_begin_at_half_past_an_hour_of_utc(archive: Archive) -> None:
    zone, day = ZoneInfo("Asia/Kolkata"), date(2026, 11, 20)
    walk(archive, 0, 1)
    add(archive, 1, "2026-11-20T18:29:59Z")
    add(archive, 2, "2026-11-20T18:30:00Z")
    rows = coverage(archive, "kazinform", zone, day, day + timedelta(days=1))
    assert [row.archived for row in rows] == [1, 1]
