"""An archive of every earlier schema is brought up to date, and loses nothing."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from kazcrawl.archive import Archive, ArchiveError, BusyError
from kazcrawl.archive.batches import Batches, all_batches
from kazcrawl.archive.codec import pack
from kazcrawl.archive.database import _SESSION, APPLICATION_ID
from kazcrawl.archive.migrations import STEPS
from kazcrawl.archive.schema import SCHEMA
from kazcrawl.record import line, record
from tests.archive.test_store import article

# The tables as the first schema made them, letter for letter.
SCHEMA_1 = """
CREATE TABLE meta ("key" VARCHAR(40) NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE version (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, url_hash VARCHAR(32) NOT NULL,
    revision INTEGER NOT NULL, source VARCHAR(60) NOT NULL, edition VARCHAR(120) NOT NULL,
    status VARCHAR(10) NOT NULL, content_hash VARCHAR(32) NOT NULL, layout VARCHAR(20),
    date_published VARCHAR(20), fetched_at VARCHAR(20) NOT NULL, crawl_id VARCHAR(40) NOT NULL,
    codec INTEGER NOT NULL, body BLOB NOT NULL, batch_id INTEGER, UNIQUE (url_hash, revision));
CREATE INDEX version_batch ON version (batch_id, seq);
CREATE TABLE head (
    url_hash VARCHAR(32) NOT NULL, content_hash VARCHAR(32) NOT NULL, revision INTEGER NOT NULL,
    status VARCHAR(10) NOT NULL, date_published VARCHAR(20), checked_at VARCHAR(20) NOT NULL,
    PRIMARY KEY (url_hash)) WITHOUT ROWID;
CREATE TABLE alias (
    alias_hash VARCHAR(32) NOT NULL, url_hash VARCHAR(32) NOT NULL,
    PRIMARY KEY (alias_hash)) WITHOUT ROWID;
CREATE TABLE batch (
    batch_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, source VARCHAR(60) NOT NULL,
    number INTEGER NOT NULL, state VARCHAR(10) NOT NULL, opened_at VARCHAR(20) NOT NULL,
    crawl_id VARCHAR(40) NOT NULL, format_version INTEGER NOT NULL,
    compression VARCHAR(10) NOT NULL, published_at VARCHAR(20), path TEXT, records INTEGER,
    bytes INTEGER, sha256 VARCHAR(64), UNIQUE (source, number));
CREATE TABLE run (
    crawl_id VARCHAR(40) NOT NULL, source VARCHAR(60) NOT NULL, started_at VARCHAR(20) NOT NULL,
    finished_at VARCHAR(20), verdict VARCHAR(30), exit_code INTEGER, stats TEXT,
    PRIMARY KEY (crawl_id));
CREATE TABLE edition_run (
    crawl_id VARCHAR(40) NOT NULL, edition VARCHAR(120) NOT NULL, source VARCHAR(60) NOT NULL,
    started_at VARCHAR(20) NOT NULL, complete BOOLEAN NOT NULL, sections BOOLEAN NOT NULL,
    PRIMARY KEY (crawl_id, edition));
CREATE INDEX edition_run_newest ON edition_run (source, edition, started_at);
INSERT INTO meta VALUES ('schema', '1');
"""


# What the later schemas added, letter for letter.
SCHEMA_2 = """
ALTER TABLE head ADD COLUMN misses INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX head_published ON head (date_published);
CREATE TABLE removal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, kind VARCHAR(10) NOT NULL, what TEXT NOT NULL,
    removed_at VARCHAR(20) NOT NULL);
UPDATE meta SET value = '2';
"""
SCHEMA_3 = """
CREATE TABLE waiting (
    url_hash VARCHAR(32) NOT NULL, kind VARCHAR(4) NOT NULL, source VARCHAR(60) NOT NULL,
    edition VARCHAR(120) NOT NULL, url TEXT NOT NULL, section TEXT, day VARCHAR(10),
    found_at VARCHAR(20) NOT NULL, reason VARCHAR(60), attempts INTEGER DEFAULT '0' NOT NULL,
    next_at VARCHAR(20), given_up BOOLEAN DEFAULT 0 NOT NULL, PRIMARY KEY (url_hash));
CREATE INDEX waiting_due ON waiting (source, edition, next_at);
CREATE TABLE walked (
    source VARCHAR(60) NOT NULL, edition VARCHAR(120) NOT NULL, since VARCHAR(20) NOT NULL,
    until VARCHAR(20) NOT NULL, PRIMARY KEY (source, edition, since));
CREATE TABLE validator (
    url_hash VARCHAR(32) NOT NULL, etag TEXT, last_modified TEXT,
    PRIMARY KEY (url_hash)) WITHOUT ROWID;
CREATE TABLE standing (
    url_hash VARCHAR(32) NOT NULL, url TEXT NOT NULL, asked_at VARCHAR(20) NOT NULL,
    status INTEGER NOT NULL, etag TEXT, last_modified TEXT, content TEXT, PRIMARY KEY (url_hash));
CREATE INDEX version_published ON version (source, edition, date_published, revision);
UPDATE meta SET value = '3';
"""
SCHEMA_4 = """
CREATE TABLE witness (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, source VARCHAR(60) NOT NULL,
    edition VARCHAR(120) NOT NULL, since VARCHAR(20) NOT NULL, until VARCHAR(20) NOT NULL,
    kind VARCHAR(10) NOT NULL, ending VARCHAR(20) NOT NULL, evidence TEXT NOT NULL,
    crawl_id VARCHAR(40) NOT NULL, noted_at VARCHAR(20) NOT NULL);
CREATE INDEX witness_until ON witness (source, edition, until);
CREATE INDEX witness_noted ON witness (source, edition, noted_at);
CREATE TABLE membership (
    url_hash VARCHAR(32) NOT NULL, section TEXT NOT NULL, source VARCHAR(60) NOT NULL,
    noted_at VARCHAR(20) NOT NULL, PRIMARY KEY (url_hash, section)) WITHOUT ROWID;
CREATE TABLE closed_server (
    server VARCHAR(255) NOT NULL, reason VARCHAR(60) NOT NULL, noted_at VARCHAR(20) NOT NULL,
    until VARCHAR(20) NOT NULL, PRIMARY KEY (server));
CREATE TABLE address_key (
    key_hash VARCHAR(32) NOT NULL, url_hash VARCHAR(32) NOT NULL,
    PRIMARY KEY (key_hash, url_hash)) WITHOUT ROWID;
CREATE TABLE copy (path TEXT NOT NULL, made_at VARCHAR(20) NOT NULL, PRIMARY KEY (path));
ALTER TABLE version ADD COLUMN schema_version INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE version ADD COLUMN sections TEXT;
ALTER TABLE batch ADD COLUMN schema_version INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE batch ADD COLUMN owner VARCHAR(32);
CREATE INDEX version_gone ON version (source, edition, date_published, url_hash)
    WHERE status = 'gone';
CREATE INDEX batch_open ON batch (source, number) WHERE state = 'open';
CREATE INDEX batch_crawl ON batch (crawl_id);
CREATE INDEX run_started ON run (source, started_at);
CREATE INDEX removal_what ON removal (kind, what);
UPDATE meta SET value = '4';
"""
SCHEMA_5 = """
CREATE TABLE link (
    batch_id INTEGER NOT NULL PRIMARY KEY, source VARCHAR(60) NOT NULL, place INTEGER NOT NULL,
    previous VARCHAR(64), statement VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL,
    "key" VARCHAR(50), signature VARCHAR(100), rights TEXT, UNIQUE (source, place));
CREATE TABLE tombstone (seq INTEGER NOT NULL PRIMARY KEY, digest VARCHAR(64) NOT NULL);
CREATE TABLE rights (
    host VARCHAR(255) NOT NULL, kind VARCHAR(20) NOT NULL, words_hash VARCHAR(32) NOT NULL,
    words TEXT NOT NULL, url TEXT NOT NULL, first_seen VARCHAR(20) NOT NULL,
    last_seen VARCHAR(20) NOT NULL, PRIMARY KEY (host, kind, words_hash));
UPDATE meta SET value = '5';
"""
SCHEMA_6 = """
ALTER TABLE waiting ADD COLUMN title TEXT;
UPDATE meta SET value = '6';
"""
SCHEMAS = (SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5, SCHEMA_6)
OLDER = {number: "".join(SCHEMAS[:number]) for number in range(1, len(SCHEMAS) + 1)}


def make_older(path: Path, number: int) -> None:
    """An archive of an older schema with a published article, and one that waits."""
    published, unpublished = article(), article(url="https://www.inform.kz/ru/words-0a1b2d")
    with sqlite3.connect(path) as older:
        older.executescript(OLDER[number])
        older.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for one, batch_id in ((published, 1), (unpublished, None)):
            one.revision = 1
            packing, body = pack(line(record(one)))
            older.execute(
                "INSERT INTO version (url_hash, revision, source, edition, status, content_hash, "
                "layout, date_published, fetched_at, crawl_id, codec, body, batch_id) "
                "VALUES (?, 1, 'kazinform', 'ru', 'usable', ?, 'g3', "
                "NULL, '2026-11-01T00:05:00Z', 'c1', ?, ?, ?)",
                (one.id, one.content_hash, packing, body, batch_id),
            )
            older.execute(
                "INSERT INTO head (url_hash, content_hash, revision, status, checked_at) "
                "VALUES (?, ?, 1, 'usable', '2026-11-01T00:05:00Z')",
                (one.id, one.content_hash),
            )
        older.execute(
            "INSERT INTO batch (batch_id, source, number, state, opened_at, crawl_id, "
            "format_version, compression, published_at, path, records, bytes, sha256) "
            "VALUES (1, 'kazinform', 1, 'published', '2026-11-01T01:00:00Z', "
            "'c1', 1, 'none', '2026-11-01T01:00:01Z', 'p', 1, 9, 'e')"
        )


@pytest.mark.parametrize("number", sorted(OLDER))
def test_an_older_archive_becomes_one_of_today_and_keeps_what_it_held(
    tmp_path: Path, number: int
) -> None:
    path = tmp_path / "archive.sqlite3"
    make_older(path, number)
    url = f"sqlite:///{path}"
    archive = Archive(url)
    held = article()
    known = archive.known([held.id])[held.id]
    assert (known.revision, known.status, known.misses) == (1, "usable", 0)
    (published,) = all_batches(archive)
    assert (published.number, published.schema_version, published.sha256) == (1, 1, "e")
    kept = Batches(url, "kazinform", "f" * 32)
    held.revision = 1
    assert list(kept.lines(published)) == [line(record(held))]
    moment = "2026-11-23T12:00:00Z"
    archive.note_members("kazinform", "sport_s9", ["c" * 32], moment)
    changed = article("Other text.")
    assert archive.add(changed)
    assert changed.revision == 2
    opened = kept.open(above=0, crawl_id="c2", format_version=1, compression="none")
    assert opened is not None
    assert (opened.number, len(list(kept.lines(opened)))) == (2, 2)
    kept.close()
    archive.close()
    fresh = tmp_path / "fresh.sqlite3"
    Archive(f"sqlite:///{fresh}").close()
    assert _shape(path) == _shape(fresh)
    with sqlite3.connect(path) as today:
        assert today.execute("SELECT value FROM meta").fetchall() == [(str(SCHEMA),)]


def test_there_is_a_step_and_a_test_for_every_older_schema() -> None:
    assert sorted(STEPS) == sorted(OLDER) == list(range(1, SCHEMA))


def test_a_newer_archive_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    Archive(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE meta SET value = ?", (str(SCHEMA + 1),))
    before = path.read_bytes()
    with pytest.raises(ArchiveError) as refused:
        Archive(f"sqlite:///{path}")
    assert str(refused.value) == (
        f"archive {path}: made by a newer kazcrawl (schema {SCHEMA + 1}, this one knows "
        f"{SCHEMA}); nothing was changed"
    )
    assert path.read_bytes() == before


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "archive.sqlite3"
    make_older(path, 1)
    before = _shape(path)
    step = STEPS[3]

    def torn(connection: Connection) -> None:
        step(connection)
        connection.exec_driver_sql("ALTER TABLE recipes ADD COLUMN more TEXT")

    monkeypatch.setitem(STEPS, 3, torn)
    with pytest.raises(ArchiveError, match=r"no such table: recipes$"):
        Archive(f"sqlite:///{path}")
    assert _shape(path) == before


def test_a_step_may_take_longer_than_any_other_statement(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(database)
    with archive.writing() as connection:
        older = text("UPDATE meta SET value = :older WHERE key = 'schema'")
        connection.execute(older, {"older": str(SCHEMA - 1)})
    archive.close()
    slow = text("SELECT pg_sleep(1)")
    monkeypatch.setitem(STEPS, SCHEMA - 1, lambda connection: connection.execute(slow))
    monkeypatch.setitem(_SESSION, "statement_timeout", 500)
    migrated = Archive(database)
    with pytest.raises(BusyError), migrated.writing() as connection:
        connection.execute(slow)
    migrated.close()


def _shape(path: Path) -> dict[str, object]:
    """Tables and indexes with their columns: name, type, whether null, default, key."""
    with sqlite3.connect(path) as archive:
        names = archive.execute(
            "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: sorted(
                (row[1], row[2], row[3], str(row[4]).strip("'"), row[5])
                for row in archive.execute(f"PRAGMA table_info({name})")
            )
            if kind == "table"
            else [row[2] for row in archive.execute(f"PRAGMA index_info({name})")]
            for name, kind in names
        }
