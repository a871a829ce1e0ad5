"""Copying an archive between SQLite and PostgreSQL: whole, verified, taken up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, event, insert, select, update

from kazcrawl.archive import Archive, ArchiveError, copying, schema
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.copying import copy_archive
from kazcrawl.archive.fence import Fence
from kazcrawl.archive.runs import begin_run
from tests.archive.test_store import NOTED, numbered

ARTICLES = 12


@pytest.fixture(params=["postgresql", "sqlite"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    address: str = request.getfixturevalue("database")
    return address


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an archive with something in most tables."""
    monkeypatch.setattr(copying, "_CHUNK", 5)
    url = f"sqlite:///{tmp_path / 'archive.sqlite3'}"
    archive = Archive(url)
    begin_run(archive, "c1", "kazinform", NOTED)
    for number in range(ARTICLES):
        archive.add(numbered(number), [f"{number:032d}"], validators=("tag", None))
    archive.note_members("kazinform", "спорт_s9", [numbered(1).id], NOTED)
    archive.close()
    batches = Batches(url, "kazinform", "f" * 32)
    assert batches.open(above=0, crawl_id="c1", format_version=1, compression="none")
    batches.close()
    return url


def rows(url: str) -> dict[str, set[str]]:
    """What an archive holds, by table."""
    archive = Archive(url, create=False)
    with archive.reading() as reader:
        held = {
            table.name: {repr(tuple(row)) for row in reader.execute(select(table))}
            for table in schema.metadata.sorted_tables
        }
    archive.close()
    held["meta"] = {row for row in held["meta"] if "copied from" not in row}
    return held


def test_a_copy_holds_every_row_and_goes_on_numbering(source: str, target: str) -> None:
    said: list[str] = []
    done = copy_archive(source, target, said.append)
    assert rows(target) == rows(source)
    assert done.written == done.rows - 1 > 4 * ARTICLES, "the schema's number was there"
    assert said[0].startswith("pass 1 ")
    assert [line for line in said if "pass 2" in line and not line.endswith(" 0 written")] == []
    again = copy_archive(source, target)
    assert again == (done.rows, 0)
    copied = Archive(target)
    copied.add(numbered(100))
    with copied.reading() as reader:
        numbers = reader.scalars(select(schema.version.c.seq).order_by(schema.version.c.seq)).all()
    copied.close()
    assert numbers == list(range(1, ARTICLES + 2))
    batches = Batches(target, "kazinform", "f" * 32)
    opened = batches.open(above=0, crawl_id="c", format_version=1, compression="none")
    assert opened is not None
    assert (opened.number, opened.batch_id) == (2, 2)
    batches.close()


def test_a_copy_comes_back_as_it_was(source: str, database: str, tmp_path: Path) -> None:
    back = f"sqlite:///{tmp_path / 'back.sqlite3'}"
    copy_archive(source, database)
    Fence(database, "scrapy crawl").take("kazinform")
    copy_archive(database, back)
    assert rows(back) == rows(source)


@pytest.fixture
def dying() -> Iterator[list[int]]:
    """How many more transactions with rows of ``version`` are let through, by any engine."""
    left = [10**6]

    def executed(_c: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO version"):
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", executed)
    yield left
    event.remove(Engine, "before_cursor_execute", executed)


def test_a_copy_that_died_is_taken_up_and_what_differs_is_mended(
    source: str, database: str, dying: list[int]
) -> None:
    target = database
    dying[0] = 2
    with pytest.raises(KeyboardInterrupt):
        copy_archive(source, target)
    dying[0] = 10**6
    done = copy_archive(source, target)
    assert 0 < done.written < done.rows
    assert rows(target) == rows(source)
    archive = Archive(target)
    with archive.writing() as writer:
        writer.execute(update(schema.version).where(schema.version.c.seq == 7).values(body=b"x"))
        writer.execute(delete(schema.head).where(schema.head.c.url_hash == numbered(3).id))
        writer.execute(insert(schema.alias).values(alias_hash="z" * 32, url_hash="y" * 32))
    archive.close()
    assert copy_archive(source, target).written == 3
    assert rows(target) == rows(source)


def test_nothing_is_copied_over_an_archive_that_holds_anything_of_its_own(
    source: str, database: str
) -> None:
    target = database
    copy_archive(source, target)
    archive = Archive(target)
    begin_run(archive, "own", "kazinform", NOTED)
    archive.close()
    held = rows(target)
    with pytest.raises(ArchiveError, match="holds an archive of its own; nothing was changed"):
        copy_archive(source, target)
    assert rows(target) == held
    with pytest.raises(ArchiveError, match="onto itself"):
        copy_archive(source, source)
    with pytest.raises(ArchiveError, match="none yet"):
        copy_archive(source.replace("archive.", "other."), target)


def test_nothing_is_copied_over_articles_that_came_from_no_run(source: str, target: str) -> None:
    """As `scrapy reparse` archives them."""
    archive = Archive(target)
    archive.add(numbered(99))
    archive.close()
    held = rows(target)
    with pytest.raises(ArchiveError, match="holds an archive of its own; nothing was changed"):
        copy_archive(source, target)
    assert rows(target) == held


def test_an_archive_that_is_written_to_all_the_time_is_not_called_copied(
    source: str, tmp_path: Path
) -> None:
    target = f"sqlite:///{tmp_path / 'copy.sqlite3'}"
    number = [1000]

    def write(line: str) -> None:
        if "alias" in line:
            number[0] += 1
            archive = Archive(source)
            archive.add(numbered(number[0]))
            archive.close()

    with pytest.raises(ArchiveError, match="changed during each of 5 passes"):
        copy_archive(source, target, write)
    copy_archive(source, target)
    assert rows(target) == rows(source)
