"""Reading: every record once, in order, from where one was; what is not as published is told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import orjson
import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import forget
from kazcrawl.feeds import Cursor, UnreadableFeedError, read
from kazcrawl.feeds.cursor import START
from kazcrawl.feeds.manifests import BOTH, NEW, manifests_of, remove
from kazcrawl.feeds.publisher import Published, publish, rebuild
from kazcrawl.record import SCHEMA_VERSION, Record, id_of
from kazcrawl.record.json_schema import json_schema
from tests.archive.test_store import article

SPIDER = "kazinform"


def add(archive: Archive, number: int, text: str, status: str = "usable") -> None:
    archive.add(
        article(text, f"https://www.inform.kz/ru/words-{number:06x}", layout="g3", status=status)
    )


def publish_one(url: str, feeds: Path, compression: str = "none", which: str = BOTH) -> Published:
    (done,) = publish(url, feeds, SPIDER, "c1", compression, which)
    return done


@pytest.fixture
def done(archive: Archive, url: str, feeds: Path) -> list[Published]:
    """Three batches: 1, 2, 3; an edit of 1; then 2 is gone, and 4."""
    for number in (1, 2, 3):
        add(archive, number, f"Text {number}.")
    first = publish_one(url, feeds, "zst")
    add(archive, 1, "Text 1, edited.")
    second = publish_one(url, feeds, "gz", NEW)
    add(archive, 2, "Text 2.", "gone")
    add(archive, 4, "Text 4.")
    return [first, second, publish_one(url, feeds)]


EVERY = ["Text 1.", "Text 2.", "Text 3.", "Text 1, edited.", "Text 2.", "Text 4."]
PLACES = ["1.1", "1.2", "2.0", "3.0", "3.1", "4.0"]


def bodies(records: Iterator[Record]) -> list[str | None]:
    return [record["article_body"] for record in records]


def test_every_revision_comes_once_in_the_order_of_publishing_with_its_place(
    feeds: Path, done: list[Published]
) -> None:
    reading = read(feeds / SPIDER)
    assert reading.cursor == START
    came = [(record["article_body"], str(reading.cursor)) for record in reading]
    assert came == list(zip(EVERY, PLACES, strict=True))
    again = list(read(feeds / SPIDER))
    lines = b"".join(orjson.dumps(record) + b"\n" for record in again[4:])
    assert lines == done[2].path.read_bytes()


@pytest.mark.parametrize("number", range(len(EVERY) + 1))
def test_a_reader_that_stops_anywhere_goes_on_with_the_next_record(
    feeds: Path, done: list[Published], number: int
) -> None:
    first = read(str(feeds / SPIDER))
    before = [next(first)["article_body"] for _ in range(number)]
    rest = read(feeds / SPIDER, after=str(first.cursor))
    assert before + bodies(rest) == EVERY
    assert str(rest.cursor) == "4.0"
    assert bodies(read(feeds / SPIDER, after=rest.cursor)) == []


@pytest.mark.parametrize("after", ["4.1", "5.0", "99.1"])
def test_a_cursor_behind_the_end_is_refused(feeds: Path, done: list[Published], after: str) -> None:
    with pytest.raises(ValueError, match=f"cursor {after}: kazinform ends with batch 3"):
        bodies(read(feeds / SPIDER, after=after))


def test_what_is_published_meanwhile_is_for_the_next_call(
    archive: Archive, url: str, feeds: Path, done: list[Published]
) -> None:
    reading = read(feeds / SPIDER)
    next(reading)
    add(archive, 5, "Text 5.")
    publish_one(url, feeds)
    assert bodies(reading) == EVERY[1:]
    assert bodies(read(feeds / SPIDER, reading.cursor)) == ["Text 5."]


def test_the_newest_revision_of_each_article_and_none_that_is_gone(
    feeds: Path, done: list[Published]
) -> None:
    reading = read(feeds / SPIDER, latest=True)
    came = [(record["article_body"], str(reading.cursor)) for record in reading]
    assert came == [("Text 3.", "2.0"), ("Text 1, edited.", "3.0"), ("Text 4.", "4.0")]
    assert bodies(read(feeds / SPIDER, "1.2", latest=True)) == bodies(
        read(feeds / SPIDER, "1.1", latest=True)
    )
    assert bodies(read(feeds / SPIDER, "3.0", latest=True)) == ["Text 4."]


def test_the_cursor_of_the_newest_stands_behind_all_when_the_last_is_gone(
    archive: Archive, url: str, feeds: Path
) -> None:
    add(archive, 1, "Text 1.")
    publish_one(url, feeds)
    add(archive, 1, "Text 1.", "gone")
    publish_one(url, feeds)
    reading = read(feeds / SPIDER, latest=True)
    assert bodies(reading) == []
    assert reading.cursor == Cursor(3, 0)


def test_frames_hold_what_is_left_and_columns_where_nothing_is(
    feeds: Path, done: list[Published]
) -> None:
    reading = read(feeds / SPIDER, "3.0")
    table, frame = read(feeds / SPIDER, "3.0").to_arrow(), reading.to_polars()
    assert table["article_body"].to_pylist() == frame["article_body"].to_list() == EVERY[4:]
    assert str(reading.cursor) == "4.0"
    assert all(moment.tzinfo for moment in frame["fetched_at"])
    nothing = read(feeds / SPIDER, reading.cursor)
    assert nothing.to_polars().schema == frame.schema
    assert nothing.to_arrow().schema == table.schema


def refusal(reading: Iterator[Record]) -> tuple[int, UnreadableFeedError]:
    """How many records came, and what was said then."""
    number = 0
    with pytest.raises(UnreadableFeedError) as refused:
        for number, _ in enumerate(reading, start=1):  # noqa: B007
            pass
    return number, refused.value


def test_a_pruned_batch_is_named_with_the_place_behind_it(
    feeds: Path, done: list[Published]
) -> None:
    remove(done[1].path)
    reading = read(feeds / SPIDER)
    number, error = refusal(reading)
    assert (number, str(reading.cursor)) == (3, "2.0")
    name = (feeds / SPIDER).absolute() / "kazinform-000002"
    assert str(error) == f"{name}: is not there; after='3.0' goes on behind it"
    assert bodies(read(feeds / SPIDER, error.cursor)) == EVERY[4:]
    remove(done[0].path)
    assert bodies(read(feeds / SPIDER, "3.0")) == EVERY[4:]
    assert refusal(read(feeds / SPIDER, latest=True))[0] == 0


def test_no_record_of_a_damaged_file_is_given(feeds: Path, done: list[Published]) -> None:
    content = done[1].path.read_bytes()
    for damaged in (content[:-9], content + b"\n", b""):
        done[1].path.write_bytes(damaged)
        number, error = refusal(read(feeds / SPIDER))
        assert number == 3
        assert str(error).startswith(f"{done[1].path}: is not what its manifest says; ")
    done[1].path.unlink()
    assert str(refusal(read(feeds / SPIDER))[1]).startswith(f"{done[1].path}: is not there; ")


@pytest.mark.parametrize("content", [b"", b"torn", b"[]", b"{}", b'{"schema_version": null}'])
def test_a_manifest_that_is_none_is_named(
    feeds: Path, done: list[Published], content: bytes
) -> None:
    done[1].manifest.write_bytes(content)
    assert str(refusal(read(feeds / SPIDER))[1]).startswith(f"{done[1].manifest}: is no manifest; ")


@pytest.mark.parametrize("said", [7, 0])
def test_a_manifest_that_counts_otherwise_is_told(
    feeds: Path, done: list[Published], said: int
) -> None:
    manifest = orjson.loads(done[1].manifest.read_bytes())
    done[1].manifest.write_bytes(orjson.dumps(manifest | {"records": said}))
    number, error = refusal(read(feeds / SPIDER))
    assert (number, str(error).partition(": ")[2].partition(";")[0]) == (
        4, f"has 1 records, its manifest says {said}",
    )  # fmt: skip


def test_records_of_a_schema_to_come_are_refused(feeds: Path, done: list[Published]) -> None:
    manifest = orjson.loads(done[1].manifest.read_bytes())
    newer = manifest | {"schema_version": SCHEMA_VERSION + 1}
    done[1].manifest.write_bytes(orjson.dumps(newer))
    number, error = refusal(read(feeds / SPIDER))
    assert number == 3
    assert f"has records of schema {SCHEMA_VERSION + 1}, this program knows" in str(error)


def test_a_file_without_its_manifest_is_not_published_yet(
    feeds: Path, done: list[Published]
) -> None:
    for manifest in manifests_of(done[2].path):
        manifest.unlink()
    assert bodies(read(feeds / SPIDER)) == EVERY[:4]


def test_a_manifest_beside_its_file_is_enough(feeds: Path, done: list[Published]) -> None:
    for file in (done[0], done[2]):
        manifests_of(file.path)[0].unlink()
    assert bodies(read(feeds / SPIDER)) == EVERY


def test_a_folder_that_holds_no_spiders_feeds_is_told(
    feeds: Path, done: list[Published], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFeedError, match=r"/feeds: read one spider's feeds: kazinform$"):
        read(feeds)
    with pytest.raises(UnreadableFeedError, match=r"/kazinfrom: no such folder$"):
        read(feeds / "kazinfrom")
    (feeds / "republisher").mkdir()
    assert bodies(read(feeds / "republisher")) == []
    monkeypatch.chdir(feeds / SPIDER)
    assert bodies(read(".")) == EVERY


@pytest.mark.parametrize("after", ["1.4", Cursor(3, 3)])
def test_a_cursor_of_another_feed_is_refused(
    feeds: Path, done: list[Published], after: str | Cursor
) -> None:
    with pytest.raises(ValueError, match=r"^cursor [13]\.[43]: kazinform-00000[13]\.jsonl"):
        list(read(feeds / SPIDER, after))
    with pytest.raises(ValueError, match="not one that a feed gave"):
        read(feeds / SPIDER, "yesterday")


def test_an_older_schemas_record_is_given_with_every_key(
    feeds: Path, done: list[Published], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kazcrawl import record

    monkeypatch.setattr(record, "FIELDS", (*record.FIELDS, "story"))
    assert {record["story"] for record in read(feeds / SPIDER)} == {None}  # type: ignore[typeddict-item]


def test_what_was_forgotten_is_given_as_gone_without_text_and_valid(
    archive: Archive, url: str, feeds: Path, done: list[Published]
) -> None:
    forget(archive, "https://www.inform.kz/ru/words-000003")
    publish_one(url, feeds)
    rebuild(url, feeds, SPIDER, ["1"])
    own = id_of("https://www.inform.kz/ru/words-000003")
    came = [record for record in read(feeds / SPIDER) if record["id"] == own]
    assert [(record["revision"], record["status"]) for record in came] == [(1, "gone"), (2, "gone")]
    assert [record["article_body"] for record in came] == [None, None]
    assert all(jsonschema_rs.is_valid(json_schema(), record) for record in came)


def test_reading_brings_neither_crawler_nor_archive_nor_a_library_of_tables() -> None:
    code = (
        "import sys; from kazcrawl.feeds import read; print([name for name in sys.modules "
        "if name.split('.')[0] in ('scrapy', 'twisted', 'sqlalchemy', 'pyarrow', "
        "'polars') or name.startswith(('kazcrawl.archive', 'kazcrawl.config'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")
