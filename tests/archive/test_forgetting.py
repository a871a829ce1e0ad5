"""Taking an article down: every text goes, from the file too, and it does not come back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from kazcrawl.archive import Archive, codec
from kazcrawl.archive import schema as tables
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.forgetting import (
    backups_with,
    clear_log,
    feeds_of,
    finish_forgetting,
    forget,
)
from kazcrawl.archive.holdings import count_versions
from kazcrawl.archive.upkeep import backup
from kazcrawl.archive.waiting import expect, waiting_rows
from kazcrawl.items import Found
from kazcrawl.record import record
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from tests.archive.conftest import NOW
from tests.archive.test_store import URL, article

SECRET = "what nobody may read any more"
BODY = tables.version.c.body
OTHER = "https://www.inform.kz/ru/words-0a1b2d"


def full(body: str) -> dict[str, object]:
    dateline = {"place": "ASTANA", "agency": None, "raw": SECRET}
    image = [{"url": "https://x.example/i", "caption": SECRET, "credit": None}]
    fields = {"description": SECRET, "dateline": dateline, "image": image}
    names = {name: [SECRET] for name in ("article_section", "keywords", "author")}
    return {"body": body, "date_published": "2026-11-23T08:00:00Z", **fields, **names}


def bodies(archive: Archive) -> list[dict[str, object]]:
    with archive.reading() as reader:
        rows = reader.execute(tables.version.select().order_by(tables.version.c.seq)).all()
    return [orjson.loads(codec.unpack(row.codec, row.body)) for row in rows]


def test_forgetting_takes_every_text_and_leaves_that_there_was_one(
    archive: Archive, url: str, clock_at: Callable[[datetime], None]
) -> None:
    own = article(**full(SECRET))  # type: ignore[arg-type]
    archive.add(own, ["c" * 32], validators=('"e"', None))
    changed = article(**full(f"{SECRET}, changed"))  # type: ignore[arg-type]
    archive.add(changed, validators=('"f"', None))
    other = article(url="https://www.inform.kz/ru/words-0a1b2d")
    archive.add(other, validators=('"o"', None))
    expect(archive, "kazinform", [Found(own.id, URL, "ru"), Found("f" * 32, "u", "ru")])
    with archive.reading() as reader:
        wanted_gone = [row.body for row in reader.execute(tables.version.select()).all()[:2]]
    clock_at(NOW + timedelta(hours=2))
    forgotten = forget(archive, URL)
    assert (forgotten.versions, forgotten.url_hash) == (2, own.id)
    assert clear_log(archive)
    told = bodies(archive)
    plain = article(date_published="2026-11-23T08:00:00Z")
    wanted = record(plain) | {
        "headline": None, "article_body": None, "content_hash": None, "status": "gone",
    }  # fmt: skip
    first, second, untouched, gone = told
    assert (first, second) == (wanted | {"revision": 1}, wanted | {"revision": 2})
    assert gone == wanted | {"revision": 3, "fetched_at": "2026-11-23T14:00:00Z"}
    assert untouched == record(other)
    with archive.reading() as reader:
        kept = reader.execute(tables.version.select().order_by(tables.version.c.seq)).all()[-1]
        removed = reader.execute(tables.removal.select()).one()
    assert (kept.content_hash, kept.status, kept.batch_id) == ("", "gone", None)
    assert (removed.kind, removed.what, removed.removed_at) == (
        "article", f"{URL} (ru)", "2026-11-23T14:00:00Z",
    )  # fmt: skip
    assert archive.validators(own.id) == (None, None)
    assert archive.validators(other.id) == ('"o"', None)
    assert [row.url_hash for row in waiting_rows(archive)] == ["f" * 32]
    path = Path(url.removeprefix("sqlite:///"))
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    content = path.read_bytes()
    assert not any(body in content for body in (SECRET.encode(), *wanted_gone))
    assert other.headline is not None


def test_an_article_that_was_never_held_is_known_as_forgotten(archive: Archive) -> None:
    assert forget(archive, URL).versions == 0
    held = archive.known([article().id])[article().id]
    assert (held.status, held.revision, held.content_hash) == ("forgotten", 0, "")
    assert not archive.add(article())
    assert count_versions(archive) == 0


def test_what_was_never_held_stays_forgotten_under_each_of_its_addresses(
    archive: Archive,
) -> None:
    forget(archive, "https://qazinform.com/news/some-words_a2430289/")
    other = ADDRESSES.identities("https://www.inform.kz/eng/article/2430289")
    assert {known.status for known in archive.known(other).values()} == {"forgotten"}


def test_forgetting_under_another_address_takes_the_article_itself(archive: Archive) -> None:
    held = "https://qazinform.com/news/some-words_a2430289/"
    archive.add(article(url=held), ADDRESSES.identities(held))
    other = "https://www.inform.kz/eng/article/2430289"
    archive.note_members("kazinform", "sport_s9", [article(url=held).id], "2026-11-23T12:00:00Z")
    assert forget(archive, other).versions == 1
    assert archive.known([article(url=held).id])[article(url=held).id].status == "forgotten"
    with archive.reading() as reader:
        assert reader.execute(tables.membership.select()).all() == []


def rows_of(archive: Archive) -> dict[str, list[object]]:
    with archive.reading() as reader:
        return {
            table.name: list(reader.execute(table.select()).all())
            for table in tables.metadata.sorted_tables
        }


@pytest.mark.parametrize("held", [True, False])
def test_forgetting_again_adds_nothing(
    archive: Archive, clock_at: Callable[[datetime], None], held: bool
) -> None:
    if held:
        archive.add(article(SECRET))
    forget(archive, URL)
    before = rows_of(archive)
    assert len(before["version"]) == (2 if held else 0)
    assert len(before["removal"]) == 1
    assert forget(archive, URL).versions == 0
    assert rows_of(archive) == before
    clock_at(NOW + timedelta(hours=2))
    assert forget(archive, URL).versions == 0
    assert rows_of(archive)["version"] == before["version"]
    assert rows_of(archive)["removal"] == before["removal"]


def test_an_article_is_named_by_each_address_that_leads_to_it_and_no_others(
    archive: Archive,
) -> None:
    own = article()
    old, moved = "https://www.inform.kz/ru/older-words-0000aa", "https://inform.kz/x/y"
    archive.add(own, [ADDRESSES.url_hash(old)])
    archive.add(article(url=OTHER))
    archive.add(own, [article(url=OTHER).id])
    forgotten = forget(archive, URL)
    assert all(forgotten.is_named(url) for url in (URL, f"{URL}?utm_source=x", old))
    assert not any(forgotten.is_named(url) for url in (OTHER, moved))
    assert forget(archive, old) == forgotten._replace(versions=0)


def test_a_reader_that_holds_old_pages_is_told_and_its_end_finishes_it(
    archive: Archive, url: str
) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    log = path.with_name(f"{path.name}-wal")
    archive.add(article(SECRET))
    archive.add(article(f"{SECRET}, changed", URL))
    with archive.reading() as own:
        bodies_before = list(own.scalars(select(BODY)))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM version").fetchone()
        with archive.reading() as own:
            own.exec_driver_sql("PRAGMA busy_timeout = 1")
        forget(archive, URL)
        for _ in range(2):
            assert not clear_log(archive)
        assert not finish_forgetting(archive)
        assert log.stat().st_size
    assert finish_forgetting(archive)
    assert finish_forgetting(archive)
    assert "checkpoint" not in [row[0] for row in rows_of(archive)["meta"]]  # type: ignore[index]
    content = path.read_bytes() + log.read_bytes()
    assert not any(body in content for body in bodies_before)
    archive.add(article(url=OTHER))
    written = log.stat().st_size
    assert finish_forgetting(archive)
    assert log.stat().st_size == written, "nothing was to be done"


def test_what_still_holds_an_article_is_known(archive: Archive, url: str, tmp_path: Path) -> None:
    archive.add(article())
    archive.add(article("Text, changed."))
    archive.add(article(url=OTHER))
    kept = Batches(url, "kazinform", "f" * 32)
    batch = kept.open(above=0, crawl_id="c1", format_version=1, compression="none")
    assert batch is not None
    assert feeds_of(archive, article().id) == []
    kept.publish(batch, path="kazinform/p", records=2, size=1, sha256="e" * 64)
    kept.close()
    backup(archive, tmp_path / "before.sqlite3")
    forget(archive, URL)
    backup(archive, tmp_path / "after.sqlite3")
    torn = tmp_path / "torn.sqlite3"
    backup(archive, torn)
    torn.write_bytes(b"no database, though long enough to look like one" * 9)
    assert feeds_of(archive, article().id) == ["kazinform/p"]
    assert feeds_of(archive, "c" * 32) == []
    assert backups_with(archive, article().id) == [tmp_path / "before.sqlite3", torn]
    assert backups_with(archive, "c" * 32) == [torn]
