"""A batch freezes what its lines hold: which versions, which sections, which schema."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import orjson
import pytest
from sqlalchemy import event

from kazcrawl import record
from kazcrawl.archive import Archive, ArchiveError, batches, store
from kazcrawl.archive import lines as lines_of_batches
from kazcrawl.archive.batches import (
    Batch,
    Batches,
    Figures,
    all_batches,
    versions_of,
)
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.schema import version
from kazcrawl.archive.upkeep import note_removals, removals
from kazcrawl.record import Article
from tests.archive.conftest import NOW
from tests.archive.test_store import URL, article

NOTED = "2026-11-23T11:00:00Z"


@pytest.fixture
def kept(archive: Archive, url: str) -> Iterator[Batches]:
    opened = Batches(url, "kazinform", "f" * 32)
    yield opened
    opened.close()


def open_next(kept: Batches, above: int = 0) -> Batch:
    batch = kept.open(above=above, crawl_id="c9", format_version=1, compression="zst")
    assert batch is not None
    return batch


def numbered(number: int, source: str = "kazinform", edition: str = "ru") -> Article:
    made = article(f"Text {number}.", f"https://www.inform.kz/ru/words-{number:06x}")
    made.source, made.edition = source, edition
    made.date_published = f"2026-11-{20 - number:02d}T00:00:00Z"
    return made


def lines(kept: Batches, batch: Batch) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in kept.lines(batch)]


def test_a_batch_takes_what_waits_and_says_of_itself_what_it_is(
    archive: Archive, kept: Batches
) -> None:
    for number in range(3):
        archive.add(numbered(number))
    archive.add(numbered(7, source="republisher"))
    batch = open_next(kept)
    assert batch == Batch(
        batch_id=1, source="kazinform", number=1, state="open", opened_at="2026-11-23T12:00:00Z",
        crawl_id="c9", format_version=1, compression="zst", schema_version=1, owner="f" * 32,
        published_at=None, path=None, records=None, bytes=None, sha256=None,
    )  # fmt: skip
    assert [row["article_body"] for row in lines(kept, batch)] == ["Text 0.", "Text 1.", "Text 2."]
    assert versions_of(archive, batch) == [(numbered(number).id, 1) for number in range(3)]
    assert kept.open(above=0, crawl_id="c9", format_version=1, compression="none") is None
    archive.add(numbered(3))
    assert open_next(kept).number == 2


def test_a_batch_takes_the_oldest_and_leaves_the_rest_to_the_next(
    archive: Archive, kept: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_LARGEST", 2)
    for number in (3, 1, 2):
        archive.add(numbered(number))
    told = [[row["article_body"] for row in lines(kept, open_next(kept))] for _ in range(2)]
    assert told == [["Text 3.", "Text 1."], ["Text 2."]]


def test_its_number_is_above_its_sources_batches_and_those_on_disk(
    archive: Archive, kept: Batches, url: str
) -> None:
    numbers = []
    for number, above in enumerate((0, 7, 8, 3)):
        archive.add(numbered(number))
        numbers.append(open_next(kept, above).number)
    assert numbers == [1, 8, 9, 10]
    archive.add(numbered(5, source="republisher"))
    other = Batches(url, "republisher", "f" * 32)
    assert open_next(other).number == 1
    other.close()
    assert [(one.source, one.number) for one in all_batches(archive)] == [
        *(("kazinform", number) for number in numbers),
        ("republisher", 1),
    ]


def test_publishing_moves_a_batch_from_open_to_published(
    archive: Archive, kept: Batches, clock_at: Callable[[datetime], None]
) -> None:
    opened = []
    for number in range(3):
        archive.add(numbered(number))
        opened.append(open_next(kept))
    assert kept.opened() == opened
    clock_at(NOW + timedelta(minutes=1))
    kept.publish(opened[1], path="kazinform/x.jsonl", records=1, size=345, sha256="e" * 64)
    assert kept.opened() == [opened[0], opened[2]]
    published = opened[1]._replace(
        state="published", published_at="2026-11-23T12:01:00Z", path="kazinform/x.jsonl",
        records=1, bytes=345, sha256="e" * 64,
    )  # fmt: skip
    assert kept.published([1, 2, 3]) == [published]
    assert kept.published([1, 3]) == []
    assert all_batches(archive) == [opened[0], published, opened[2]]
    kept.publish(opened[0], path="kazinform/w.jsonl", records=1, size=345, sha256="f" * 64)
    assert [one.number for one in kept.published([2, 1])] == [1, 2]


@pytest.mark.parametrize(("chunk", "questions"), [(4, 2), (2, 3), (3, 3), (1, 5)])
def test_lines_come_whatever_the_chunk_they_are_read_in(
    archive: Archive,
    kept: Batches,
    monkeypatch: pytest.MonkeyPatch,
    chunk: int,
    questions: int,
) -> None:
    for number in range(4):
        archive.add(numbered(number))
    batch = open_next(kept)
    archive.add(numbered(9))
    open_next(kept)
    monkeypatch.setattr(batches, "_CHUNK", chunk)
    asked: list[str] = []
    event.listen(
        kept._engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: asked.append(statement),
    )
    told = [row["article_body"] for row in lines(kept, batch)]
    assert told == [f"Text {number}." for number in range(4)]
    assert len(asked) == questions


def test_figures_are_of_the_batch_alone(archive: Archive, kept: Batches) -> None:
    archive.add(numbered(1, edition="ru"))
    archive.add(numbered(2, edition="en"))
    archive.add(numbered(3, edition="ru"))
    batch = open_next(kept)
    undated = numbered(4, edition="kz")
    undated.date_published = None
    archive.add(undated)
    assert kept.figures(batch) == Figures(
        3, "2026-11-17T00:00:00Z", "2026-11-19T00:00:00Z", ["en", "ru"]
    )
    assert kept.figures(open_next(kept)) == Figures(1, None, None, ["kz"])


def test_a_batch_freezes_the_sections_noted_by_its_opening(archive: Archive, kept: Batches) -> None:
    own_sections = article(url=URL.replace("0a1b2c", "0a1b2d"), article_section=["Own"])
    third = article(url=URL.replace("0a1b2c", "0a1b2e"))
    for one in (article(), own_sections, third):
        archive.add(one)
    archive.note_members("kazinform", "sport_s9", [article().id, own_sections.id], NOTED)
    archive.note_members("kazinform", "ekonomika_s1", [article().id], NOTED)
    batch = open_next(kept)
    before = list(kept.lines(batch))
    told = [orjson.loads(line) for line in before]
    assert [row["article_section"] for row in told] == [["ekonomika_s1", "sport_s9"], ["Own"], []]
    assert [tuple(row) for row in told] == [record.FIELDS] * 3
    for line, row in zip(before, told, strict=True):
        assert line == record.line(row)
    archive.note_members("kazinform", "nauka_s3", [article().id, third.id], NOTED)
    assert list(kept.lines(batch)) == before
    assert kept.open(above=0, crawl_id="c9", format_version=1, compression="none") is None
    assert archive.newest(article().id)["article_section"] == []
    archive.add(article("Other text."))
    (later,) = lines(kept, open_next(kept))
    assert (later["revision"], later["article_section"]) == (
        2,
        ["ekonomika_s1", "nauka_s3", "sport_s9"],
    )
    assert list(kept.lines(batch)) == before


def test_a_forgotten_article_carries_no_frozen_sections(archive: Archive, kept: Batches) -> None:
    archive.add(article())
    archive.note_members("kazinform", "sport_s9", [article().id], NOTED)
    batch = open_next(kept)
    forget(archive, URL)
    archive.note_members("kazinform", "sport_s9", [article().id], NOTED)
    assert [row["article_section"] for row in lines(kept, batch)] == [[]]
    (gone,) = lines(kept, open_next(kept))
    assert (gone["status"], gone["revision"], gone["article_section"]) == ("gone", 2, [])


def raise_schema(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Makes this the program of a later record schema: a text and a list more in each."""
    names = (f"word_{number}", f"words_{number}")
    for room in (record, store, batches, lines_of_batches):
        monkeypatch.setattr(room, "SCHEMA_VERSION", number)
    monkeypatch.setattr(record, "FIELDS", (*record.FIELDS[:3], *names, *record.FIELDS[3:]))
    monkeypatch.setattr(record, "LISTS", record.LISTS | {names[1]})
    monkeypatch.setattr(Article, names[0], None, raising=False)
    monkeypatch.setattr(Article, names[1], [], raising=False)


def test_a_batch_keeps_its_schema_whatever_the_programs_become(
    archive: Archive, kept: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(numbered(1))
    first = open_next(kept)
    first_lines = list(kept.lines(first))
    archive.add(numbered(2))
    raise_schema(monkeypatch, 2)
    archive.add(numbered(3))
    second = open_next(kept)
    second_lines = list(kept.lines(second))
    assert (first.schema_version, second.schema_version) == (1, 2)
    assert [tuple(orjson.loads(line)) for line in second_lines] == [record.FIELDS] * 2
    older = orjson.loads(second_lines[0])
    assert (older["word_2"], older["words_2"], older["headline"]) == (None, [], "Headline")
    assert list(kept.lines(first)) == first_lines
    raise_schema(monkeypatch, 3)
    assert list(kept.lines(first)) == first_lines
    assert list(kept.lines(second)) == second_lines
    archive.note_members("kazinform", "sport_s9", [numbered(4).id], NOTED)
    archive.add(numbered(4))
    (newest,) = kept.lines(open_next(kept))
    assert tuple(orjson.loads(newest)) == record.FIELDS
    assert orjson.loads(newest)["article_section"] == ["sport_s9"]


def test_what_is_made_of_an_older_record_is_of_this_schema(
    archive: Archive, kept: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, forgotten = article(), article(url=URL.replace("0a1b2c", "0a1b2d"))
    for one in (lost, forgotten):
        archive.add(one)
    open_next(kept)
    raise_schema(monkeypatch, 2)
    again = article()
    assert not archive.add(again, any_field=True), "a key that is new and empty is no revision"
    for hour in (13, 14):
        archive.miss(lost.id, checked_at=f"2026-11-23T{hour}:00:00Z", crawl_id="c2")
    forget(archive, forgotten.url)
    told = lines(kept, open_next(kept))
    assert [(row["id"], row["status"]) for row in told] == [
        (lost.id, "gone"),
        (forgotten.id, "gone"),
    ]
    assert [tuple(row) for row in told] == [record.FIELDS] * 2


def test_a_publishers_commits_wait_for_the_disk(kept: Batches) -> None:
    with kept._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_what_the_database_says_comes_as_one_line(archive: Archive, kept: Batches) -> None:
    archive.add(article())
    batch = open_next(kept)
    with archive.writing() as connection:
        connection.exec_driver_sql("DROP TABLE version")
        connection.exec_driver_sql("ALTER TABLE batch DROP COLUMN bytes")
    for failing in (
        lambda: kept.open(above=0, crawl_id="c9", format_version=1, compression="none"),
        kept.opened,
        lambda: list(kept.lines(batch)),
        lambda: kept.figures(batch),
        lambda: kept.publish(batch, path="p", records=1, size=1, sha256="e"),
        lambda: all_batches(archive),
        lambda: versions_of(archive, batch),
    ):
        with pytest.raises(ArchiveError, match=r"^archive /.*archive\.sqlite3: no such [^\n]+$"):
            failing()  # type: ignore[operator]


def test_a_file_that_is_written_again_is_missed_again_when_it_goes(
    archive: Archive, kept: Batches
) -> None:
    archive.add(numbered(1))
    batch = open_next(kept)
    note_removals(archive, "feed", ["1.jsonl", "2.jsonl"])
    note_removals(archive, "raw", ["1.jsonl"])
    assert kept.publish(batch, path="1.jsonl", records=1, size=9, sha256="a" * 64)
    assert (removals(archive, "feed"), removals(archive, "raw")) == ({"2.jsonl"}, {"1.jsonl"})


def test_one_batch_is_ten_thousand_versions_at_the_most(
    archive: Archive, kept: Batches, url: str
) -> None:
    archive.add(numbered(1))
    with archive.writing() as connection:
        (row,) = connection.execute(version.select()).all()
        connection.execute(
            version.insert(),
            [
                row._asdict() | {"seq": row.seq + number, "url_hash": f"{number:032x}"}
                for number in range(1, 10_001)
            ],
        )
    assert len(versions_of(archive, open_next(kept))) == 10_000
    assert len(versions_of(archive, open_next(kept))) == 1
