"""What sites said of the use of their texts, with the moments at which it was seen."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from kazcrawl.archive.schema import right
from kazcrawl.archive.store import Archive


class Right(NamedTuple):
    """A statement of a host: where it stood (``kind``), its words as they were, the address that
    gave it, and when (UTC text) it was first and last seen."""

    host: str
    kind: str
    words: str
    url: str
    first_seen: str
    last_seen: str


_rights = select(*(right.c[name] for name in Right._fields))


def note_rights(archive: Archive, rights: Iterable[Right]) -> None:
    """Notes statements; one that is known is seen again. Raises ArchiveError."""
    with archive.writing() as connection:
        for row in rights:
            words_hash = hashlib.sha256(row.words.encode("utf-8", "replace")).hexdigest()[:32]
            own = (
                right.c.host == row.host,
                right.c.kind == row.kind,
                right.c.words_hash == words_hash,
            )
            again = connection.execute(
                update(right).where(*own).values(last_seen=row.last_seen, url=row.url)
            )
            if not again.rowcount:
                connection.execute(insert(right).values(words_hash=words_hash, **row._asdict()))


def rights_of(connection: Connection, since: str = "") -> list[Right]:
    """Every statement that was seen since a moment, by host and place."""
    seen = _rights.where(right.c.last_seen >= since)
    rows = connection.execute(seen.order_by(right.c.host, right.c.kind, right.c.first_seen))
    return [Right(*row) for row in rows]


def rights_seen(archive: Archive) -> list[Right]:
    """The same, for whoever has the archive. Raises ArchiveError."""
    with archive.reading() as reader:
        return rights_of(reader)
