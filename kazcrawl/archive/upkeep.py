"""Keeping house in the archive: what it holds, what was removed, copies of it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, insert, select

from kazcrawl import clock
from kazcrawl.archive import codec
from kazcrawl.archive.database import APPLICATION_ID, reason, sqlite_path
from kazcrawl.archive.distinct import distinct
from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.schema import copy, removal, run, version
from kazcrawl.archive.store import Archive


def newest_records(
    archive: Archive, source: str, edition: str, number: int
) -> list[dict[str, Any]]:
    """The records of an edition's newest articles by publication, at most so many versions of
    them, each article's newest version first; those that are gone or have no date left out."""
    statement = (
        select(version.c.codec, version.c.body)
        .where(
            version.c.source == source,
            version.c.edition == edition,
            version.c.date_published.is_not(None),
            version.c.status == "usable",
        )
        .order_by(version.c.date_published.desc(), version.c.revision.desc())
        .limit(number)
    )
    with archive.reading() as reader:
        return [orjson.loads(codec.unpack(*row)) for row in reader.execute(statement)]


def last_runs(archive: Archive) -> dict[str, dict[str, Any]]:
    """By source: the newest run, and the newest good one, as ``{run, good}`` (rows without their
    stats, or None)."""
    rows_by_source: dict[str, dict[str, Any]] = {}
    columns = (column for column in run.c if column.name != "stats")
    newest = select(*columns).order_by(run.c.started_at.desc()).limit(1)
    with archive.reading() as reader:
        for source in distinct(reader, run.c.source):
            own = newest.where(run.c.source == source)
            rows_by_source[source] = {
                "run": reader.execute(own).first(),
                "good": reader.execute(own.where(run.c.exit_code == 0)).first(),
            }
    return rows_by_source


def note_removals(archive: Archive, kind: str, what: Iterable[str]) -> None:
    """Remembers what was removed on purpose: ``feed``, ``raw`` or ``article``."""
    now = clock.text(clock.now())
    rows = [{"kind": kind, "what": one, "removed_at": now} for one in what]
    if rows:
        with archive.writing() as connection:
            connection.execute(insert(removal), rows)


def removals(archive: Archive, kind: str) -> set[str]:
    """What was removed on purpose."""
    with archive.reading() as reader:
        return set(reader.scalars(select(removal.c.what).where(removal.c.kind == kind)))


def backup(archive: Archive, target: Path) -> int:
    """Copies a running SQLite archive to ``target`` whole or not at all; gives its bytes.

    Where the copy is, is noted: it holds what is forgotten later.

    ArchiveError for an archive of another database (its own tools do that better), OSError
    when the copy cannot be written.
    """
    path = sqlite_path(archive.url)
    if path is None:
        raise ArchiveError(f"archive {archive.name}: is no file; use the database's own dump")
    _note_backup(archive, target.absolute())
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        # `with` on an sqlite3 connection is a transaction and does not close it.
        source, made = sqlite3.connect(path), sqlite3.connect(part)
        try:
            source.backup(made, pages=1000)
            made.execute("PRAGMA journal_mode=DELETE")
            (found,) = made.execute("PRAGMA quick_check").fetchone()
            (application,) = made.execute("PRAGMA application_id").fetchone()
        finally:
            source.close()
            made.close()
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(f"backup {target}: {reason(error)}") from error
    if found != "ok" or application != APPLICATION_ID:
        part.unlink()
        raise ArchiveError(f"backup {target}: the copy is damaged ({found})")
    part.replace(target)
    return target.stat().st_size


def _note_backup(archive: Archive, target: Path) -> None:
    own = copy.c.path == str(target)
    with archive.writing() as connection:
        connection.execute(delete(copy).where(own))
        connection.execute(insert(copy).values(path=str(target), made_at=clock.text(clock.now())))


def backups(archive: Archive) -> list[Path]:
    """The copies that were made of the archive and are where they were put."""
    with archive.reading() as reader:
        paths = [Path(path) for path in reader.scalars(select(copy.c.path).order_by(copy.c.path))]
    return [path for path in paths if path.exists()]
