"""An archive of every earlier schema is brought up to date, and loses nothing."""

import sqlite3
from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.codec import pack
from kazcrawl.archive.database import APPLICATION_ID
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


def test_an_archive_of_schema_1_becomes_one_of_today(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    old = article()
    old.revision = 1
    with sqlite3.connect(path) as first:
        first.executescript(SCHEMA_1)
        first.execute(f"PRAGMA application_id={APPLICATION_ID}")
        packing, body = pack(line(record(old)))
        first.execute(
            "INSERT INTO version VALUES (1, ?, 1, 'kazinform', 'ru', 'usable', ?, 'g3', "
            "'2026-11-01T00:00:00Z', '2026-11-01T00:05:00Z', 'c1', ?, ?, NULL)",
            (old.id, old.content_hash, packing, body),
        )
        first.execute(
            "INSERT INTO head VALUES (?, ?, 1, 'usable', '2026-11-01T00:00:00Z', ?)",
            (old.id, old.content_hash, "2026-11-01T00:05:00Z"),
        )
    archive = Archive(f"sqlite:///{path}")
    assert archive.known([old.id])[old.id].misses == 0
    assert archive.newest(old.id)["article_body"] == "Text."
    changed = article("Other text.")
    assert archive.add(changed)
    assert changed.revision == 2
    archive.close()
    fresh = tmp_path / "fresh.sqlite3"
    Archive(f"sqlite:///{fresh}").close()
    assert _columns(path) == _columns(fresh)
    with sqlite3.connect(path) as today:
        assert today.execute("SELECT value FROM meta").fetchall() == [(str(SCHEMA),)]


def _columns(path: Path) -> dict[str, set[str]]:
    with sqlite3.connect(path) as archive:
        names = archive.execute(
            "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: {row[1] for row in archive.execute(f"PRAGMA table_info({name})")}
            for name, kind in names
            if kind in ("table", "index")
        }
