"""Keeping house in the archive: what it holds, what was removed, copies of it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import delete, func, insert, select

from kazcrawl import clock
from kazcrawl.archive import codec
from kazcrawl.archive.database import APPLICATION_ID, reason, sqlite_path
from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.schema import batch, copy, removal, run, version
from kazcrawl.archive.store import Archive


class Holding(NamedTuple):
    """What the archive holds of one edition and year of publication (None: no date)."""

    source: str
    edition: str
    year: str | None
    articles: int
    gone: int
    revisions: int


def totals(archive: Archive) -> dict[tuple[str, str], int]:
    """Articles by source and edition, from the index alone."""
    statement = (
        select(version.c.source, version.c.edition, func.count())
        .where(version.c.revision == 1)
        .group_by(version.c.source, version.c.edition)
    )
    with archive.reading() as reader:
        return {(row[0], row[1]): row[2] for row in reader.execute(statement)}


def count_versions(archive: Archive) -> int:
    """How many versions of articles there are."""
    with archive.reading() as reader:
        return reader.scalar(select(func.count()).select_from(version)) or 0


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


def holdings(archive: Archive) -> list[Holding]:
    """Articles by source, edition and year; ``revisions`` counts versions beyond the first."""
    year = func.substr(version.c.date_published, 1, 4)
    statement = (
        select(
            version.c.source,
            version.c.edition,
            year,
            func.count(func.distinct(version.c.url_hash)),
            func.count(func.distinct(version.c.url_hash)).filter(version.c.status == "gone"),
            func.count().filter(version.c.revision > 1),
        )
        .group_by(version.c.source, version.c.edition, year)
        .order_by(version.c.source, version.c.edition, year)
    )
    with archive.reading() as reader:
        return [Holding(*row) for row in reader.execute(statement)]


def unpublished(archive: Archive) -> int:
    """How many versions no published batch holds."""
    published = select(batch.c.batch_id).where(batch.c.state == "published")
    waiting = version.c.batch_id.is_(None) | version.c.batch_id.not_in(published)
    with archive.reading() as reader:
        return reader.scalar(select(func.count()).select_from(version).where(waiting)) or 0


def last_runs(archive: Archive) -> dict[str, dict[str, Any]]:
    """By source: the newest run, and the newest good one, as ``{run, good}`` (rows or None)."""
    found: dict[str, dict[str, Any]] = {}
    with archive.reading() as reader:
        for row in reader.execute(select(run).order_by(run.c.started_at)):
            entry = found.setdefault(row.source, {"run": None, "good": None})
            entry["run"] = row
            if row.exit_code == 0:
                entry["good"] = row
    return found


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
