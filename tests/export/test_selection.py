"""What an export takes is what was asked for; at a past moment, what the feeds held then."""

import os
import random
import sqlite3
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import event

from kazcrawl import clock
from kazcrawl.export.selection import Days, Selection
from kazcrawl.feeds.cursor import START, Cursor
from tests.export.conftest import NOW, Bed


def taken(bed: Bed, **asked: Any) -> list[dict[str, Any]]:
    selection = Selection(**asked)
    days = Days(bed.archive, "kazinform", selection, newest_only=False)
    return [row for day in days.days() if selection.has_day(day) for row in days.records(day)]


def in_order(records: list[dict[str, Any]]) -> list[bytes]:
    return sorted(orjson.dumps(record) for record in records)


def test_at_any_past_moment_it_is_what_the_feeds_held_then(bed: Bed) -> None:
    randomly = random.Random(16)
    for _ in range(int(os.environ.get("KAZTEST_EXPORT_MOMENTS", "30"))):
        moment = clock.text(NOW + timedelta(seconds=randomly.randrange(-3600, 100 * 3600)))
        held = [record for at, records in bed.batches if at <= moment for record in records]
        assert in_order(taken(bed, as_of=moment)) == in_order(held)


def test_what_is_noted_later_is_carried_now_and_not_as_of_then(small: Bed) -> None:
    bare = next(record for record in small.records if not record["article_section"])
    small.archive.note_members("kazinform", "late_s1", [bare["id"]], "2027-01-01T00:00:00Z")
    (now,) = (
        record for record in taken(small)
        if (record["id"], record["revision"]) == (bare["id"], bare["revision"])
    )  # fmt: skip
    assert now == bare | {"article_section": ["late_s1"]}
    then = taken(small, as_of="2026-12-31T00:00:00Z")
    assert in_order(then) == in_order(small.records)


def test_days_are_those_of_the_sites_clock_and_inclusive(bed: Bed) -> None:
    def day(record: dict[str, Any]) -> str:
        return (record["date_published_local"] or record["date_published"] or "")[:10]

    took = taken(bed, since="2026-11-20", until="2026-11-20")
    assert {day(record) for record in took} == {"2026-11-20"}
    # Midnight in Astana is 19:00 UTC of the day before.
    edges = ("2026-11-20T18:59:59Z", "2026-11-20T19:00:00Z")
    assert [r["date_published"] for r in took if r["date_published"] in edges] == [edges[0]]
    more = taken(bed, since="2026-11-21", until="2026-11-21")
    assert [r["date_published"] for r in more if r["date_published"] in edges] == [edges[1]]


def test_what_has_no_date_is_of_the_day_of_its_fetch(bed: Bed) -> None:
    undated = [record for record in bed.records if record["date_published"] is None]
    days = sorted({record["fetched_at"][:10] for record in undated})
    took = taken(bed, since=days[0], until="2027-12-31")
    assert {r["id"] for r in undated} <= {r["id"] for r in took}


def test_editions_languages_and_sections(bed: Bed) -> None:
    took = taken(bed, editions=("kk", "en"))
    assert {record["edition"] for record in took} == {"kk", "en"}
    took = taken(bed, languages=("kk", "zh-Hans"))
    assert {record["in_language"] for record in took} == {
        "kk-Cyrl", "kk-Latn", "kk-Arab", "zh-Hans",
    }  # fmt: skip
    assert taken(bed, languages=("zh-Han", "k")) == [], "a part of a tag is none"
    took = taken(bed, sections=("sport_s9",))
    assert took
    assert all("sport_s9" in record["article_section"] for record in took)


def test_the_latest_are_newest_versions_and_none_that_is_gone(bed: Bed) -> None:
    took = taken(bed, latest=True)
    newest = {r["id"]: r for r in sorted(bed.records, key=lambda record: record["revision"])}
    wanted = [record for record in newest.values() if record["status"] == "usable"]
    assert len(wanted) < len(newest) < len(bed.records)
    assert in_order(took) == in_order(wanted)


@pytest.mark.parametrize("cursor", [START, Cursor(2, 3), Cursor(7, 0), Cursor(99, 0)])
def test_behind_a_cursor_is_what_was_published_later(bed: Bed, cursor: Cursor) -> None:
    wanted = [
        record
        for batch, (_, records) in enumerate(bed.batches, 1)
        for line, record in enumerate(records)
        if (batch, line) >= cursor
    ]
    assert in_order(taken(bed, after=cursor)) == in_order(wanted)


def test_within_a_day_they_stand_in_the_order_of_the_feeds(bed: Bed) -> None:
    places = {(r["id"], r["revision"]): place for place, r in enumerate(bed.records)}
    days = Days(bed.archive, "kazinform", Selection(), newest_only=False)
    for day in days.days():
        own = [places[row["id"], row["revision"]] for row in days.records(day)]
        assert own == sorted(own)


def test_no_day_is_looked_for_through_the_whole_archive(bed: Bed) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(bed.archive.engine, "before_cursor_execute", note)
    try:
        assert taken(bed, since="2026-11-20", until="2026-11-20")
    finally:
        event.remove(bed.archive.engine, "before_cursor_execute", note)
    with sqlite3.connect(bed.folder / "archive.sqlite3") as archive:
        steps = [
            row[3]
            for statement, values in asked
            for row in archive.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert any(step.startswith("SEARCH version USING INDEX version_published") for step in steps)
    assert not [step for step in steps if "SCAN version" in step and "COVERING" not in step]
