"""Records read from the archive are those of the feeds, and a few at a time."""

import orjson
import pytest

from kazcrawl.archive import Archive, records
from kazcrawl.archive.batches import Batch, Batches
from kazcrawl.archive.records import records as read
from kazcrawl.record import FIELDS, Article
from tests.archive.test_store import article

NOTED = "2026-11-23T12:00:00Z"


def numbered(number: int, **fields: object) -> Article:
    url = f"https://www.inform.kz/ru/word-{number:06x}"
    return article(f"Text {number}.", url, **{"layout": "g3", **fields})


def publish(archive: Archive) -> tuple[Batch, list[dict[str, object]]]:
    """Opens a batch; gives it and the records of its feed."""
    kept = Batches(archive.url, "kazinform", "f" * 32)
    batch = kept.open(above=0, crawl_id="c1", format_version=1, compression="none")
    assert batch is not None
    rows = [orjson.loads(line) for line in kept.lines(batch)]
    kept.close()
    return batch, rows


def texts(archive: Archive, **wanted: object) -> list[str]:
    return [row["article_body"] for row in read(archive, **wanted)]  # type: ignore[arg-type]


@pytest.mark.parametrize("portion", [1, 2, 3, 4])
def test_all_come_once_in_publishing_order_with_every_key(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(records, "_PORTION", portion)
    for number in (3, 1, 2):
        archive.add(numbered(number))
    assert texts(archive) == ["Text 3.", "Text 1.", "Text 2."]
    assert all(tuple(row) == FIELDS for row in read(archive))


def test_what_is_added_while_they_are_read_comes_at_the_end(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_PORTION", 1)
    archive.add(numbered(1))
    told = read(archive)
    assert next(told)["article_body"] == "Text 1."
    archive.add(numbered(2))
    assert [row["article_body"] for row in told] == ["Text 2."]


def test_they_are_chosen_by_source_edition_batch_and_version(archive: Archive) -> None:
    archive.add(numbered(1))
    first, _ = publish(archive)
    changed, other, foreign = numbered(1), numbered(2), numbered(3)
    changed.content_hash, changed.article_body = "0" * 32, "Text 1 again."
    other.edition, foreign.source = "kk", "republisher"
    for each in (changed, other, foreign):
        archive.add(each)
    assert texts(archive) == ["Text 1.", "Text 1 again.", "Text 2.", "Text 3."]
    assert texts(archive, source="republisher") == ["Text 3."]
    assert texts(archive, edition="kk") == ["Text 2."]
    assert texts(archive, batch_id=first.batch_id) == ["Text 1."]
    assert texts(archive, newest_only=True) == ["Text 1 again.", "Text 2.", "Text 3."]
    assert texts(archive, newest_only=True, source="kazinform", edition="ru") == ["Text 1 again."]
    assert texts(archive, source="nobody") == []


def test_sections_are_those_of_the_feed_or_on_demand_those_of_now(archive: Archive) -> None:
    own = numbered(1, article_section=["Own"])
    bare, late = numbered(2), numbered(3)
    for each in (own, bare, late):
        archive.add(each)
    archive.note_members("kazinform", "sport_s9", [own.id, bare.id], NOTED)
    batch, published = publish(archive)
    archive.note_members("kazinform", "nauka_s3", [own.id, bare.id, late.id], NOTED)
    assert list(read(archive, batch_id=batch.batch_id)) == published
    assert [row["article_section"] for row in read(archive)] == [["Own"], ["sport_s9"], []]
    assert [row["article_section"] for row in read(archive, sections_by_now=True)] == [
        ["Own"],
        ["nauka_s3", "sport_s9"],
        ["nauka_s3"],
    ]
