"""Whatever lies below the feeds folder and is not as the archive has it is told, one line each."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import update

from kazcrawl.archive import Archive
from kazcrawl.archive.schema import batch
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.feeds.manifests import NEW, manifests_of, remove
from kazcrawl.feeds.publisher import Published, publish
from kazcrawl.feeds.verify import verify
from tests.archive.test_store import article


@pytest.fixture
def done(archive: Archive, url: str, feeds: Path) -> Published:
    """A published batch of two articles."""
    for number in range(2):
        archive.add(article(f"Text {number}.", f"https://www.inform.kz/ru/words-{number:06x}"))
    (published,) = publish(url, feeds, "kazinform", "c1")
    return published


def told(archive: Archive, feeds: Path) -> list[str]:
    return list(verify(archive, feeds))


@pytest.mark.parametrize("compression", ["none", "gz", "zst"])
def test_nothing_is_told_when_all_holds(
    archive: Archive, url: str, feeds: Path, compression: str
) -> None:
    assert told(archive, feeds) == []
    for number in range(300):
        archive.add(article(f"Text {number}.", f"https://www.inform.kz/ru/words-{number:06x}"))
    publish(url, feeds, "kazinform", "c1", compression)
    assert told(archive, feeds) == []


def test_a_missing_file_is_told_with_its_remedy(
    archive: Archive, feeds: Path, done: Published
) -> None:
    done.path.unlink()
    wanted = f"{done.path}: is not there; scrapy publish --rebuild kazinform-000001"
    assert told(archive, feeds) == [wanted]


@pytest.mark.parametrize(
    "change",
    [lambda content: content + b"\n", lambda content: content.replace(b"Text 1", b"Text 9")],
)
def test_other_bytes_are_told_with_their_number(
    archive: Archive, feeds: Path, done: Published, change: Callable[[bytes], bytes]
) -> None:
    done.path.write_bytes(change(done.path.read_bytes()))
    size = done.path.stat().st_size
    assert told(archive, feeds) == [
        f"{done.path}: {size} bytes that are not those which were published"
    ]


@pytest.mark.parametrize("order", [(1, 0), (0,), (0, 1, 1)])
def test_records_that_are_not_the_archives_are_told(
    archive: Archive, feeds: Path, done: Published, order: tuple[int, ...]
) -> None:
    lines = done.path.read_bytes().splitlines(keepends=True)
    content = b"".join(lines[number] for number in order)
    done.path.write_bytes(content)
    figures = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with archive.writing() as connection:
        connection.execute(update(batch).values(**figures))
    manifest = orjson.loads(done.manifest.read_bytes()) | figures
    for path in manifests_of(done.path):
        path.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
    assert told(archive, feeds) == [f"{done.path}: its records are not those of the archive"]


def test_a_manifest_that_is_gone_or_another_is_told(
    archive: Archive, feeds: Path, done: Published
) -> None:
    both = manifests_of(done.path)
    for path in both:
        path.write_bytes(path.read_bytes().replace(b'"c1"', b'"c2"'))
    assert told(archive, feeds) == [f"{path}: does not describe its file" for path in both]
    apart, beside = both
    assert beside == done.manifest
    for path in both:
        path.unlink()
    assert told(archive, feeds) == [f"{beside}: is not there"]
    assert list(verify(archive, feeds, NEW)) == [f"{apart}: is not there"]


def test_files_of_no_batch_are_told_in_the_order_of_their_names(
    archive: Archive, feeds: Path, done: Published
) -> None:
    for name in ("z.jsonl", "a.jsonl", ".hidden"):
        (done.path.parent / name).write_bytes(b"")
    foreign = [done.path.parent / name for name in ("a.jsonl", "z.jsonl")]
    assert told(archive, feeds) == [
        f"{path}: no published batch of this data folder has this file" for path in foreign
    ]


def test_what_was_pruned_need_not_be_there(archive: Archive, feeds: Path, done: Published) -> None:
    remove(done.path)
    note_removals(archive, "feed", [str(done.path.relative_to(feeds))])
    assert told(archive, feeds) == []
    done.path.parent.mkdir()
    done.path.write_bytes(b"")
    assert told(archive, feeds) == [
        f"{done.path}: no published batch of this data folder has this file"
    ]


def test_an_open_batch_is_no_published_one(
    archive: Archive, url: str, feeds: Path, done: Published
) -> None:
    with archive.writing() as connection:
        connection.execute(update(batch).values(state="open"))
    assert told(archive, feeds) == [
        f"{path}: no published batch of this data folder has this file"
        for path in (manifests_of(done.path)[0], done.path, done.manifest)
    ]


def test_every_batch_is_looked_at(archive: Archive, url: str, feeds: Path, done: Published) -> None:
    archive.add(article("Text 7.", "https://www.inform.kz/ru/words-0000a7"))
    (second,) = publish(url, feeds, "kazinform", "c2")
    with archive.writing() as connection:
        connection.execute(update(batch).where(batch.c.number == 1).values(state="open"))
    remove(done.path)
    second.manifest.unlink()
    assert told(archive, feeds) == [f"{second.manifest}: is not there"]
