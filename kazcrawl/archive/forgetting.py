"""Taking an article down for good: its text goes, and it is never fetched again."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from kazcrawl import clock
from kazcrawl.archive import codec, membership
from kazcrawl.archive.aliases import add_aliases
from kazcrawl.archive.chain import bury
from kazcrawl.archive.lines import feed_line
from kazcrawl.archive.notes import drop_note, note, noted
from kazcrawl.archive.schema import alias, batch, head, removal, validator, version, waiting
from kazcrawl.archive.store import FORGOTTEN, Archive, version_of
from kazcrawl.archive.upkeep import backups
from kazcrawl.record import completed, line, without_text
from kazcrawl.sites.addresses import Addresses
from kazcrawl.sites.registry import site_of

_DUE = "checkpoint"


class Forgotten(NamedTuple):
    """An article that was taken down: how many versions lost their text just now, its ``id``, and
    every hash by which an address is known as its own."""

    versions: int
    url_hash: str
    names: frozenset[str]

    def is_named(self, url: str) -> bool:
        """Whether an address is one of the article's."""
        return not self.names.isdisjoint(site_of(url).addresses.identities(url))


def forget(archive: Archive, url: str) -> Forgotten:
    """Takes an article down for good.

    The texts of all its versions go, a ``gone`` record without text waits to be published,
    and the article is known as forgotten: it is never fetched again. An article that is not
    held is only known so from now on (no versions); forgetting again changes nothing. The bytes
    are overwritten in an SQLite file; see ``finish_forgetting``.
    """
    site = site_of(url)
    names = site.addresses.identities(url)
    known = archive.known(names)
    own = next((one.url_hash for one in known.values()), site.addresses.url_hash(url))
    is_forgotten = any(one.status == FORGOTTEN for one in known.values())
    now = clock.text(clock.now())
    with archive.writing() as connection:
        if archive.is_sqlite:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        emptied = _empty_versions(connection, own)
        values = {"status": FORGOTTEN, "checked_at": now, "misses": 0}
        if known:
            connection.execute(update(head).where(head.c.url_hash == own).values(**values))
        else:
            connection.execute(
                insert(head).values(url_hash=own, content_hash="", revision=0, **values)
            )
        add_aliases(connection, own, names)
        every = _names(connection, own, names)
        membership.forget(connection, sorted(every))
        for table in (waiting, validator):
            connection.execute(delete(table).where(table.c.url_hash.in_(every)))
        if not is_forgotten:
            what = _named(url, site.addresses)
            connection.execute(insert(removal).values(kind="article", what=what, removed_at=now))
    return Forgotten(emptied, own, every)


def foreseen(archive: Archive, url: str) -> Forgotten | None:
    """What ``forget`` would do, ``versions`` being those that would lose their text; None for an
    address that is not known. Changes nothing."""
    names = site_of(url).addresses.identities(url)
    own = next((one.url_hash for one in archive.known(names).values()), None)
    if own is None:
        return None
    with archive.reading() as reader:
        emptied = sum(held != emptied for _, held, emptied in _versions(reader, own))
        return Forgotten(emptied, own, _names(reader, own, names))


def _named(url: str, addresses: Addresses) -> str:
    edition = addresses.edition_of(url)
    return f"{addresses.canonical(url)} ({edition.code})" if edition else url


def _names(connection: Connection, own: str, names: tuple[str, ...]) -> frozenset[str]:
    """Every hash of the article, without those that are other articles by themselves."""
    led = connection.scalars(select(alias.c.alias_hash).where(alias.c.url_hash == own))
    every = {own, *names, *led}
    articles = connection.scalars(select(head.c.url_hash).where(head.c.url_hash.in_(every)))
    return frozenset(every - set(articles) | {own})


def _empty_versions(connection: Connection, own: str) -> int:
    emptied, last = 0, dict[str, Any]()
    for row, held, last in _versions(connection, own):
        if held == last:
            continue
        emptied += 1
        if row.batch_id is not None:
            bury(connection, row.seq, hashlib.sha256(feed_line(row)).hexdigest())
        packing, body = codec.pack(line(last))
        connection.execute(
            update(version)
            .where(version.c.seq == row.seq)
            .values(codec=packing, body=body, sections=None)
        )
    if emptied:
        last["revision"] += 1
        last["fetched_at"] = clock.text(clock.now())
        withdrawn = version_of(completed(last)) | {"content_hash": ""}
        connection.execute(insert(version).values(**withdrawn))
        connection.execute(
            update(head).where(head.c.url_hash == own).values(revision=last["revision"])
        )
    return emptied


def _versions(connection: Connection, own: str) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """An article's versions, the oldest first: row, record, and that record without text."""
    names = ("seq", "codec", "body", "sections", "batch_id")
    columns = select(*(version.c[name] for name in names))
    rows = connection.execute(
        columns.where(version.c.url_hash == own).order_by(version.c.revision)
    ).all()
    held = ((row, orjson.loads(codec.unpack(row.codec, row.body))) for row in rows)
    return [(row, record, without_text(record)) for row, record in held]


def clear_log(archive: Archive) -> bool:
    """Takes out of an SQLite archive's log what was overwritten; False when a reader still holds
    those pages: then ``finish_forgetting`` has it to do."""
    if not archive.is_sqlite:
        return True
    with archive.reading() as reader:
        is_busy = bool(reader.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0])
    if is_busy != _is_due(archive):
        with archive.writing() as connection:
            if is_busy:
                note(connection, _DUE, "due")
            else:
                drop_note(connection, _DUE)
    return not is_busy


def finish_forgetting(archive: Archive) -> bool:
    """Does what a reader kept ``clear_log`` from, if anything; False when one still does."""
    return clear_log(archive) if _is_due(archive) else True


def _is_due(archive: Archive) -> bool:
    with archive.reading() as reader:
        return noted(reader, _DUE) is not None


def feeds_of(archive: Archive, url_hash: str) -> list[str]:
    """The published files, below the feeds folder, that hold versions of an article."""
    statement = (
        select(batch.c.path)
        .join(version, version.c.batch_id == batch.c.batch_id)
        .where(version.c.url_hash == url_hash, batch.c.path.is_not(None))
        .distinct()
        .order_by(batch.c.path)
    )
    with archive.reading() as reader:
        return list(reader.scalars(statement))


def backups_with(archive: Archive, url_hash: str) -> list[Path]:
    """The archive's copies that still hold an article, and those that cannot be read."""
    return [path for path in backups(archive) if _holds(path, url_hash)]


def _holds(path: Path, url_hash: str) -> bool:
    wanted = "SELECT status FROM head WHERE url_hash = ?"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            row = copy.execute(wanted, (url_hash,)).fetchone()
    except sqlite3.Error:
        return True
    return row is not None and row[0] != FORGOTTEN
