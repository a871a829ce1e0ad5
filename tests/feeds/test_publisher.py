"""Publishing into real folders: complete files, each version once, the same bytes again."""

import gzip
import hashlib
import json
import os
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import create_engine, update

from kazcrawl.archive import Archive
from kazcrawl.archive.rights import Right, note_rights
from kazcrawl.archive.schema import batch
from kazcrawl.disk import steps
from kazcrawl.disk.whole import part_of
from kazcrawl.feeds.manifests import APART, BOTH, NEW, manifests_of
from kazcrawl.feeds.publisher import FeedError, Published, publish
from tests.archive.test_store import article

MOMENTS = ("2026-11-01T00:00:00Z", "2099-01-01T00:00:00Z")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


def fill(url: str, number: int, start: int = 0) -> None:
    archive = Archive(url)
    for n in range(start, start + number):
        archive.add(
            article(
                f"Text {n}.",
                f"https://www.inform.kz/ru/word-word-{n:06x}",
                date_published=f"2026-11-{n % 28 + 1:02d}T00:00:00Z",
            )
        )
    archive.close()


def published(url: str, tmp_path: Path, compression: str = "none") -> list[Published]:
    return publish(url, tmp_path / "feeds", "kazinform", "c1", compression)


def test_what_waits_is_published_once_in_the_order_of_archiving(url: str, tmp_path: Path) -> None:
    fill(url, 450)
    (done,) = published(url, tmp_path)
    rows = [json.loads(row) for row in done.path.read_bytes().splitlines()]
    assert [row["article_body"] for row in rows] == [f"Text {n}." for n in range(450)]
    assert published(url, tmp_path) == []
    fill(url, 1, start=450)
    (second,) = published(url, tmp_path)
    assert second.path.name == "kazinform-000002.jsonl"
    assert second.records == 1


def test_another_sources_versions_stay_where_they_are(url: str, tmp_path: Path) -> None:
    fill(url, 3)
    assert publish(url, tmp_path / "feeds", "republisher", "c1") == []
    assert list((tmp_path).glob("feeds/**/*.jsonl")) == []


def test_an_open_batch_is_written_again_byte_for_byte(url: str, tmp_path: Path) -> None:
    fill(url, 30)
    (done,) = published(url, tmp_path)
    feed, manifest = done.path.read_bytes(), done.manifest.read_bytes()
    done.path.unlink()
    done.manifest.write_bytes(b"torn")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(batch).values(state="open"))
    engine.dispose()
    fill(url, 2, start=30)
    again, rest = published(url, tmp_path)
    assert again.path.read_bytes() == feed
    assert again.manifest.read_bytes() == manifest
    assert rest.records == 2


@pytest.mark.parametrize("manifests", [NEW, BOTH])
def test_what_is_published_is_on_the_disk_before_anything_says_so(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifests: str
) -> None:
    told: list[str] = []
    sync = os.fsync

    def synced(descriptor: int) -> None:
        told.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", synced)
    fill(url, 1)
    steps.watch(told.append)
    try:
        (done,) = publish(url, tmp_path / "feeds", "kazinform", "c1", manifests=manifests)
    finally:
        steps.watch(None)
    assert isinstance(done.path, Path)
    told = told[: told.index("before final commit")]
    written = [done.path, *manifests_of(done.path)][: 3 if manifests == BOTH else 2]
    parts = [str(part_of(path)) for path in written]
    renamed = "after rename"
    assert [one for one in told if one in (*parts, renamed)] == [
        one for part in parts for one in (part, renamed)
    ]
    # A file without its manifest does not count; a manifest without its file would.
    assert str(done.path.parent) in told[told.index(renamed) : told.index("before manifest")]
    behind = told[len(told) - told[::-1].index(renamed) :]
    apart = tmp_path / "feeds" / APART
    for folder in (done.path.parent, done.path.parents[1], apart / "kazinform", apart):
        assert str(folder) in behind
    assert str(tmp_path / "feeds") in behind


@pytest.mark.parametrize(("compression", "suffix"), [("gz", ".gz"), ("zst", ".zst")])
def test_packed_feeds_hold_the_same_lines(
    url: str, tmp_path: Path, compression: str, suffix: str
) -> None:
    fill(url, 20)
    (done,) = published(url, tmp_path, compression)
    assert done.path.name == f"kazinform-000001.jsonl{suffix}"
    content = done.path.read_bytes()
    if compression == "gz":
        plain = gzip.decompress(content)
        assert content[4:8] == bytes(4), "no moment stands in it: later it is written again alike"
    else:
        plain = zstandard.ZstdDecompressor().stream_reader(content).read()
    assert len(plain.splitlines()) == 20
    told = json.loads(done.manifest.read_text())
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert (told["file"], told["bytes"]) == (done.path.name, len(content))


def test_a_feed_that_cannot_be_written_loses_nothing(url: str, tmp_path: Path) -> None:
    fill(url, 5)
    (tmp_path / "feeds").write_text("a file where the folder should be")
    with pytest.raises(FeedError) as refused:
        published(url, tmp_path)
    assert str(refused.value) == f"feed {tmp_path / 'feeds'}: File exists"
    (tmp_path / "feeds").unlink()
    assert [done.records for done in published(url, tmp_path)] == [5]


def test_what_is_in_the_way_below_the_folder_is_named(url: str, tmp_path: Path) -> None:
    fill(url, 1)
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "kazinform").write_text("a file where the folder should be")
    with pytest.raises(FeedError, match=r"^feed .*/feeds/kazinform/dt=[0-9-]+: Not a directory$"):
        published(url, tmp_path)


def test_a_manifest_holds_what_the_hosts_of_its_records_said_of_rights(
    url: str, tmp_path: Path
) -> None:
    fill(url, 1)
    archive = Archive(url)
    statements = [
        Right(host, "robots.txt", "Content-Signal: ai-train=no", f"https://{host}/", *MOMENTS)
        for host in ("www.inform.kz", "example.org")
    ]
    note_rights(archive, statements)
    archive.close()
    (done,) = published(url, tmp_path)
    assert json.loads(done.manifest.read_text())["rights"] == [statements[0]._asdict()]


def test_a_foreign_manifest_takes_no_number(url: str, tmp_path: Path) -> None:
    fill(url, 1)
    folder = tmp_path / "feeds" / "kazinform" / "dt=2026-11-01"
    folder.mkdir(parents=True)
    (folder / "somebody's.manifest.json").write_text("{}")
    (done,) = published(url, tmp_path)
    assert done.path.name == "kazinform-000001.jsonl"
