"""Files are written again as they were, whatever was noted, restored, left or changed since."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from sqlalchemy import update

from kazcrawl import clock, record
from kazcrawl.archive import Archive
from kazcrawl.archive.schema import batch
from kazcrawl.archive.upkeep import backup
from kazcrawl.disk import steps
from kazcrawl.feeds.publisher import Published, publish, rebuild
from kazcrawl.feeds.verify import verify
from tests.archive.test_batches import raise_schema
from tests.archive.test_store import article

NOTED = "2026-11-23T11:00:00Z"


class Death(BaseException):
    """Ends a publishing where it stands, as a killed process would."""


def add(archive: Archive, number: int, source: str = "kazinform", **fields: object) -> str:
    one = article(f"Text {number}.", f"https://www.inform.kz/ru/words-{number:06x}", **fields)
    one.source = source
    archive.add(one)
    return one.id


def publish_one(url: str, feeds: Path, source: str = "kazinform") -> Published:
    (done,) = publish(url, feeds, source, "c1")
    return done


def content(feeds: Path) -> dict[str, bytes]:
    """Every file below the feeds folder but the lock, by its path there."""
    files = (path for path in feeds.rglob("*") if path.is_file() and path.name != ".publishing")
    return {str(path.relative_to(feeds)): path.read_bytes() for path in files}


def sections(done: Published) -> list[list[str]]:
    return [orjson.loads(line)["article_section"] for line in done.path.open("rb")]


def lose(feeds: Path) -> None:
    for path in feeds.glob("*/dt=*/*"):
        path.unlink()


def test_what_is_noted_later_changes_no_file_and_a_later_revision_carries_it(
    archive: Archive, url: str, feeds: Path
) -> None:
    first, second = add(archive, 1), add(archive, 2, article_section=["Own"])
    archive.note_members("kazinform", "sport_s9", [first, second], NOTED)
    done = publish_one(url, feeds)
    assert sections(done) == [["sport_s9"], ["Own"]]
    before = content(feeds)
    archive.note_members("kazinform", "ekonomika_s1", [first, second], NOTED)
    assert publish(url, feeds, "kazinform", "c2") == []
    assert list(verify(archive, feeds)) == []
    lose(feeds)
    assert rebuild(url, feeds, "kazinform", ["1"]) == [done]
    assert content(feeds) == before
    assert list(verify(archive, feeds)) == []
    changed = article("Other.", "https://www.inform.kz/ru/words-000001")
    archive.add(changed)
    assert changed.revision == 2
    assert sections(publish_one(url, feeds)) == [["ekonomika_s1", "sport_s9"]]


def test_batches_of_every_schema_are_rebuilt_and_verified_byte_for_byte(
    archive: Archive, url: str, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.note_members("kazinform", "sport_s9", [add(archive, 1)], NOTED)
    publish_one(url, feeds)
    archive.note_members("kazinform", "sport_s9", [add(archive, 2)], NOTED)
    raise_schema(monkeypatch, 2)
    add(archive, 3)
    done = publish_one(url, feeds)
    assert [tuple(orjson.loads(line)) for line in done.path.open("rb")] == [record.FIELDS] * 2
    assert sections(done) == [["sport_s9"], []]
    assert orjson.loads(done.manifest.read_bytes())["schema_version"] == 2
    raise_schema(monkeypatch, 3)
    before = content(feeds)
    assert list(verify(archive, feeds)) == []
    lose(feeds)
    again = rebuild(url, feeds, "kazinform", ["2", "1"])
    assert [one.path.name for one in again] == ["kazinform-000001.jsonl", "kazinform-000002.jsonl"]
    assert content(feeds) == before
    assert list(verify(archive, feeds)) == []


def test_only_the_named_batches_of_the_source_are_written(
    archive: Archive, url: str, feeds: Path
) -> None:
    for number in range(3):
        add(archive, number)
        publish_one(url, feeds)
    add(archive, 7, "republisher")
    publish_one(url, feeds, "republisher")
    lose(feeds)
    names = ["kazinform-000002", "000003.jsonl.zst", "republisher-000001", "kazinform-x", "-", ""]
    written = rebuild(url, feeds, "kazinform", names)
    assert [one.path.name for one in written] == [
        "kazinform-000002.jsonl", "kazinform-000003.jsonl",
    ]  # fmt: skip
    assert rebuild(url, feeds, "republisher", ["2"]) == []
    assert [one.records for one in rebuild(url, feeds, "republisher", ["1"])] == [1]


def test_a_manifest_says_what_its_file_is(
    archive: Archive, url: str, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    add(archive, 1, date_published="2026-11-02T00:00:00Z")
    add(archive, 2, date_published="2026-11-01T00:00:00Z")
    done = publish_one(url, feeds)
    folder = feeds / "kazinform" / "dt=2026-11-23"
    assert done == Published(
        folder / "kazinform-000001.jsonl", folder / "kazinform-000001.manifest.json", 2
    )
    told = done.manifest.read_bytes()
    assert told.startswith(b'{\n  "file": "kazinform-000001.jsonl",\n')
    assert told.endswith(b"}\n")
    sha256 = orjson.loads(told)["sha256"]
    chained = ("records_digest", "previous", "head")
    assert tuple(orjson.loads(told))[-3:] == chained
    assert list(orjson.loads(told).items())[:-3] == list(
        {
            "file": "kazinform-000001.jsonl", "records": 2,
            "bytes": done.path.stat().st_size, "sha256": sha256, "schema_version": 1,
            "first_published": "2026-11-01T00:00:00Z", "last_published": "2026-11-02T00:00:00Z",
            "editions": ["ru"], "crawl_id": "c1", "created_at": "2026-11-23T23:59:00Z",
        }.items()
    )  # fmt: skip
    with archive.reading() as reader:
        row = reader.execute(batch.select()).one()
    assert (row.state, row.path, row.records, row.bytes, row.sha256, row.format_version) == (
        "published", "kazinform/dt=2026-11-23/kazinform-000001.jsonl", 2,
        done.path.stat().st_size, sha256, 2,
    )  # fmt: skip


def test_a_restored_archive_takes_numbers_above_those_on_disk(
    archive: Archive, url: str, feeds: Path, tmp_path: Path
) -> None:
    add(archive, 1)
    publish_one(url, feeds)
    backup(archive, tmp_path / "restored.sqlite3")
    for number in range(2, 13):
        add(archive, number)
        publish_one(url, feeds)
    before = content(feeds)
    folder = next(feeds.glob("kazinform/dt=*"))
    (folder / "kazinform-old.manifest.json").write_text("a foreign name")
    (folder / "other-000099.manifest.json").write_text("another source's")
    (feeds / "other" / folder.name).mkdir(parents=True)
    (feeds / "other" / folder.name / "other-000050.manifest.json").write_text("another source's")
    restored_url = f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    restored = Archive(restored_url)
    add(restored, 20)
    done = publish_one(restored_url, feeds)
    assert done.path.name == "kazinform-000013.jsonl"
    assert {name: content(feeds)[name] for name in before} == before
    add(restored, 21, "republisher")
    assert publish_one(restored_url, feeds, "republisher").path.name == "republisher-000001.jsonl"
    restored.close()


# Each step of writing comes for the feed file, then for each of its manifests.
DEATHS = [(step, 1) for step in steps.STEPS if step not in ("after fetch", "after commit")]
WHOLE = ["during write", "before fsync", "after fsync", "after rename"]
DEATHS += [(step, times) for step in WHOLE for times in (2, 3)]


@pytest.mark.parametrize(("step", "times"), DEATHS)
def test_after_a_death_at_any_step_the_batch_is_written_alike_and_no_part_is_left(
    archive: Archive, url: str, feeds: Path, tmp_path: Path, step: str, times: int
) -> None:
    archive.note_members("kazinform", "sport_s9", [add(archive, 1)], NOTED)
    add(archive, 2)
    reached: list[str] = []

    def die(name: str) -> None:
        reached.append(name)
        if reached.count(step) == times:
            raise Death

    steps.watch(die)
    try:
        with pytest.raises(Death):
            publish(url, feeds, "kazinform", "c1")
    finally:
        steps.watch(None)
    archive.note_members("kazinform", "nauka_s3", [article().id], NOTED)
    add(archive, 3)
    done = publish(url, feeds, "kazinform", "c2")
    numbers = [one.path.name[-7] for one in done]
    assert numbers == (["2"] if step == "after final commit" else ["1", "2"])
    first = feeds / "kazinform" / done[0].path.parent.name / "kazinform-000001.jsonl"
    assert [orjson.loads(line)["article_body"] for line in first.open("rb")] == [
        "Text 1.", "Text 2.",
    ]  # fmt: skip
    assert list(feeds.rglob("*.part")) == []
    assert list(verify(archive, feeds)) == []


def test_every_step_of_publishing_is_reached_in_its_order(
    archive: Archive, url: str, feeds: Path
) -> None:
    add(archive, 1)
    reached: list[str] = []
    steps.watch(reached.append)
    try:
        publish_one(url, feeds)
    finally:
        steps.watch(None)
    ending = ["after manifest", "before final commit", "after final commit"]
    assert reached == ["batch opened", *WHOLE, "before manifest", *WHOLE, *WHOLE, *ending]


def test_parts_of_the_source_are_swept_and_nothing_else(
    archive: Archive, url: str, feeds: Path
) -> None:
    stale = feeds / "kazinform" / "dt=2026-01-01"
    other = feeds / "republisher" / "dt=2026-01-01"
    for folder in (stale, other, feeds / ".manifests" / "kazinform" / "dt=2026-01-01"):
        folder.mkdir(parents=True)
        (folder / ".x-000001.jsonl.part").write_bytes(b"half")
    (stale / ".hidden").write_bytes(b"somebody's")
    assert publish(url, feeds, "kazinform", "c1") == []
    assert set(content(feeds)) == {
        "kazinform/dt=2026-01-01/.hidden", "republisher/dt=2026-01-01/.x-000001.jsonl.part",
    }  # fmt: skip


def test_two_sources_do_not_mix(archive: Archive, url: str, feeds: Path) -> None:
    add(archive, 1)
    add(archive, 2, "republisher")
    publish_one(url, feeds, "republisher")
    with archive.writing() as connection:
        connection.execute(update(batch).values(state="open"))
    done = publish_one(url, feeds)
    assert (done.path.name, done.records) == ("kazinform-000001.jsonl", 1)
    shutil.rmtree(feeds / "republisher")
    again = publish_one(url, feeds, "republisher")
    assert [orjson.loads(line)["source"] for line in again.path.open("rb")] == ["republisher"]
    assert list(verify(archive, feeds)) == []
