"""The chain of published batches, and what is known of records that were forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from kazcrawl import clock
from kazcrawl.archive.rights import Right, rights_of
from kazcrawl.archive.schema import batch, link, tombstone, version
from kazcrawl.archive.store import Archive


class Link(NamedTuple):
    """A batch's place in its source's chain: digests in hex; the public key whose owner signed
    its head, and the signature, both in base64 or None."""

    place: int
    previous: str | None
    statement: str
    head: str
    key: str | None
    signature: str | None
    rights: str | None = None
    """What the sites of its records had said of their use, as JSON."""


# What was said longer ago, and not since, may hold no more: robots.txt is read once a day.
_RECENT = timedelta(days=2)

_links = select(*(link.c[name] for name in Link._fields))


def linked(
    connection: Connection,
    source: str,
    batch_id: int,
    make: Callable[[str | None, list[Right]], Link],
) -> Link:
    """A batch's link; where it has none, ``make`` makes it of the head of the source's last and of
    what was seen of rights. It stays: a batch that is written again after a death has the head
    that readers may have seen."""
    own = link_of(connection, batch_id)
    if own is not None:
        return own
    last = connection.execute(
        _links.where(link.c.source == source).order_by(link.c.place.desc()).limit(1)
    ).first()
    since = clock.text(clock.now() - _RECENT)
    made = make(last.head if last else None, rights_of(connection, since))._replace(
        place=last.place + 1 if last else 1
    )
    connection.execute(insert(link).values(batch_id=batch_id, source=source, **made._asdict()))
    return made


def link_of(connection: Connection, batch_id: int) -> Link | None:
    """A batch's link, None for one of before there was a chain."""
    row = connection.execute(_links.where(link.c.batch_id == batch_id)).first()
    return Link(*row) if row else None


def forgotten_in(connection: Connection, batch_id: int) -> dict[int, str]:
    """The digests of a batch's lines that are forgotten, by their numbers from 1."""
    number = func.row_number().over(order_by=version.c.seq).label("number")
    lines = select(version.c.seq, number).where(version.c.batch_id == batch_id).subquery()
    rows = connection.execute(
        select(lines.c.number, tombstone.c.digest)
        .join(tombstone, tombstone.c.seq == lines.c.seq)
        .order_by(lines.c.number)
    )
    return {number: digest for number, digest in rows}  # noqa: C416 rows are no pairs to mypy


def bury(connection: Connection, seq: int, digest: str) -> None:
    """Keeps the digest of a published line that is about to be forgotten."""
    connection.execute(insert(tombstone).values(seq=seq, digest=digest))


def chain(archive: Archive, source: str) -> list[Link]:
    """The links of a source from the first on. Raises ArchiveError."""
    with archive.reading() as reader:
        rows = reader.execute(_links.where(link.c.source == source).order_by(link.c.place))
        return [Link(*row) for row in rows]


class Place(NamedTuple):
    """Where a version was published: the batch, and its line, counted from 1."""

    batch_id: int
    line: int


def place_of(archive: Archive, url_hash: str, revision: int | None) -> Place | None:
    """Where a version of an article stands, the newest that is published without ``revision``."""
    wanted = [version.c.url_hash == url_hash, batch.c.state == "published"]
    if revision is not None:
        wanted.append(version.c.revision == revision)
    own = (
        select(version.c.seq, version.c.batch_id)
        .join(batch, batch.c.batch_id == version.c.batch_id)
        .where(*wanted)
        .order_by(version.c.revision.desc())
    )
    with archive.reading() as reader:
        row = reader.execute(own.limit(1)).first()
        if row is None:
            return None
        before = select(func.count()).where(
            version.c.batch_id == row.batch_id, version.c.seq <= row.seq
        )
        return Place(row.batch_id, reader.scalar(before) or 0)
