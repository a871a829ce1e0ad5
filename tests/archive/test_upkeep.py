"""Keeping house: what the archive holds, taking down for good, a copy that is whole."""

import sqlite3
from pathlib import Path

import pytest

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive import schema as tables
from kazcrawl.archive.runs import begin_run, end_run
from kazcrawl.archive.upkeep import (
    backup,
    backups,
    last_runs,
    newest_records,
    note_removals,
    removals,
)
from kazcrawl.record import FIELDS
from tests.archive.test_store import article


def fill(archive: Archive) -> None:
    """Three Russian articles (one undated, one changed twice, one gone), an English, a foreign."""
    ru = "https://www.inform.kz/ru/words-"
    for text in ("Text 0.", "Text 1.", "Text 2."):
        archive.add(article(text, f"{ru}000000", date_published="2025-11-23T08:00:00Z"))
    archive.add(article("Text 3.", f"{ru}000001", date_published="2026-11-23T08:00:00Z"))
    for hour in (13, 14):
        lost = article(url=f"{ru}000001").id
        archive.miss(lost, checked_at=f"2026-11-23T{hour}:00:00Z", crawl_id="c2")
    archive.add(article("Text 4.", f"{ru}000002"))
    for number, fields in enumerate(({"edition": "en"}, {"source": "republisher"})):
        one = article("Text 5.", f"{ru}00000{number + 3}", date_published="2026-01-01T00:00:00Z")
        for name, value in fields.items():
            setattr(one, name, value)
        archive.add(one)


def test_the_newest_records_are_usable_and_dated_newest_version_first(archive: Archive) -> None:
    fill(archive)
    told = newest_records(archive, "kazinform", "ru", 10)
    assert [row["article_body"] for row in told] == ["Text 3.", "Text 2.", "Text 1.", "Text 0."]
    assert [row["status"] for row in told] == ["usable"] * 4
    assert newest_records(archive, "kazinform", "ru", 2) == told[:2]
    assert [tuple(row) for row in told] == [FIELDS] * 4


def test_the_last_run_and_the_last_good_one_are_told_by_source(archive: Archive) -> None:
    assert last_runs(archive) == {}
    for day, exit_code in ((12, 3), (11, 0), (10, 0), (13, None)):
        begin_run(archive, f"c{day}", "kazinform", f"2026-11-{day}T00:00:00Z")
        if exit_code is not None:
            end_run(
                archive, f"c{day}", finished_at="2026-11-20T00:00:00Z", verdict="v",
                exit_code=exit_code, stats="{}", walked={},
            )  # fmt: skip
    begin_run(archive, "r1", "republisher", "2026-11-01T00:00:00Z")
    told = last_runs(archive)
    assert set(told) == {"kazinform", "republisher"}
    assert told["kazinform"]["run"].crawl_id == "c13"
    assert told["kazinform"]["good"].crawl_id == "c11"
    assert told["republisher"]["run"].crawl_id == "r1"
    assert told["republisher"]["good"] is None


def test_what_was_removed_on_purpose_is_remembered_by_kind(archive: Archive) -> None:
    note_removals(archive, "feed", iter(["a", "b"]))
    note_removals(archive, "raw", ["c"])
    note_removals(archive, "raw", [])
    assert (removals(archive, "feed"), removals(archive, "raw")) == ({"a", "b"}, {"c"})
    with archive.reading() as reader:
        rows = reader.execute(tables.removal.select()).all()
    assert [row.removed_at for row in rows] == ["2026-11-23T12:00:00Z"] * 3


def test_a_backup_is_a_whole_archive(archive: Archive, tmp_path: Path) -> None:
    archive.add(article())
    target = tmp_path / "copy.sqlite3"
    target.write_bytes(b"older")
    (tmp_path / ".copy.sqlite3.part").write_bytes(b"left by a death")
    assert backups(archive) == []
    assert backup(archive, target) == target.stat().st_size > 4096
    assert backup(archive, target) > 4096
    assert backups(archive) == [target]
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.sqlite3"]
    with sqlite3.connect(target) as reader:
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy = Archive(f"sqlite:///{target}", create=False)
    assert copy.newest(article().id)["headline"] == "Headline"
    copy.close()
    target.unlink()
    assert backups(archive) == []


def test_a_backup_is_found_from_another_folder(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    backup(archive, Path("copy.sqlite3"))
    monkeypatch.chdir("/")
    assert backups(archive) == [tmp_path / "copy.sqlite3"]


def test_a_copy_of_something_else_is_not_kept(archive: Archive, tmp_path: Path) -> None:
    with archive.writing() as connection:
        connection.exec_driver_sql("PRAGMA application_id=7")
    with pytest.raises(ArchiveError, match=r"^backup .*copy: the copy is damaged \(ok\)$"):
        backup(archive, tmp_path / "copy")
    assert list(tmp_path.glob("*copy*")) == []


def test_an_archive_that_cannot_be_read_is_one_line_and_leaves_no_part(
    archive: Archive, tmp_path: Path
) -> None:
    archive.url = f"sqlite:///{tmp_path / 'words.txt'}"
    (tmp_path / "words.txt").write_bytes(b"no database, though long enough to look like one" * 9)
    with pytest.raises(ArchiveError, match=r"^backup .*copy: file is not a database$"):
        backup(archive, tmp_path / "copy")
    assert list(tmp_path.glob("*copy*")) == []


def test_a_copy_into_a_folder_that_is_not_there_is_one_line(
    archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveError, match=r"^backup .*copy: unable to open database file$"):
        backup(archive, tmp_path / "nowhere" / "copy")
    assert backups(archive) == []


def test_another_databases_archive_is_not_copied(archive: Archive, tmp_path: Path) -> None:
    archive.url = "postgresql+psycopg://me@127.0.0.1:1/archive"
    with pytest.raises(ArchiveError, match="is no file; use the database's own dump"):
        backup(archive, tmp_path / "copy")
