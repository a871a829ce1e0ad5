"""Records read from the archive are those of the feeds, and a few at a time."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from kazcrawl.archive import Archive, published
from kazcrawl.archive.published import Span, records_of, wanted
from kazcrawl.feeds.publisher import publish
from kazcrawl.record import FIELDS
from tests.archive.test_store import NOTED, numbered
from tests.support import feed_files

EVER = Span("0", "9")


def told(archive: Archive, *, by_now: bool = False, **which: Any) -> list[dict[str, Any]]:
    given = {"source": "kazinform"} | which
    return list(records_of(archive, wanted(archive, **given), EVER, sections_by_now=by_now))


def texts(archive: Archive, **which: Any) -> list[str]:
    return [row["article_body"] for row in told(archive, **which)]


@pytest.mark.parametrize("portion", [1, 2, 3, 4])
def test_all_come_once_in_publishing_order_with_every_key(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(published, "_PORTION", portion)
    for number in (3, 1, 2):
        archive.add(numbered(number))
    assert texts(archive) == [], "nothing is published yet"
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    assert texts(archive) == ["Text 3.", "Text 1.", "Text 2."]
    assert all(tuple(row) == FIELDS for row in told(archive))


def test_they_are_chosen_by_source_edition_and_version(archive: Archive, tmp_path: Path) -> None:
    archive.add(numbered(1))
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    changed, other, foreign = numbered(1), numbered(2), numbered(3)
    changed.content_hash, changed.article_body = "0" * 32, "Text 1 again."
    other.edition, foreign.source = "kk", "republisher"
    for each in (changed, other, foreign):
        archive.add(each)
    for source in ("kazinform", "republisher"):
        publish(archive.url, tmp_path / "feeds", source, "c2")
    assert texts(archive) == ["Text 1.", "Text 1 again.", "Text 2."]
    assert texts(archive, source="republisher") == ["Text 3."]
    assert texts(archive, editions=["kk"]) == ["Text 2."]
    assert texts(archive, newest_only=True) == ["Text 1 again.", "Text 2."]
    assert texts(archive, newest_only=True, editions=["ru"]) == ["Text 1 again."]
    assert texts(archive, source="nobody") == []


def test_what_has_no_date_is_of_the_span_of_its_fetch_alone(
    archive: Archive, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        undated = numbered(number)
        undated.fetched_at = f"2026-11-2{number}T10:00:00Z"
        archive.add(undated)
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    day = Span("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")
    (row,) = records_of(archive, wanted(archive, "kazinform"), day)
    assert row["article_body"] == "Text 2."


def test_sections_are_those_of_the_feed_or_on_demand_those_of_now(
    archive: Archive, tmp_path: Path
) -> None:
    own = numbered(1, article_section=["Own"])
    bare, late = numbered(2), numbered(3)
    for each in (own, bare, late):
        archive.add(each)
    archive.note_members("kazinform", "sport_s9", [own.id, bare.id], NOTED)
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    archive.note_members("kazinform", "nauka_s3", [own.id, bare.id, late.id], NOTED)
    (file,) = feed_files(tmp_path)
    assert told(archive) == [orjson.loads(line) for line in file.read_bytes().splitlines()]
    assert [row["article_section"] for row in told(archive)] == [["Own"], ["sport_s9"], []]
    assert [row["article_section"] for row in told(archive, by_now=True)] == [
        ["Own"],
        ["nauka_s3", "sport_s9"],
        ["nauka_s3"],
    ]
