"""What sites said of the use of their texts, with the moments at which it was seen."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from kazcrawl.archive.schema import right
from kazcrawl.archive.store import Archive


class Right(NamedTuple):
    """A statement of a host: where it stood (``kind``), its words as they were, the address that
    gave it, and when (UTC text) it was first and last seen.

    ``evidence`` are the bytes in which it came when it was first seen, None where these were not
    kept: all of a robots.txt or tdmrep.json, the header's line, the head of the page.
    """

    host: str
    kind: str
    words: str
    url: str
    first_seen: str
    last_seen: str
    evidence: bytes | None = None

    def told(self) -> dict[str, Any]:
        """The statement for JSON: the SHA-256 of its evidence stands for it."""
        digest = self.evidence and hashlib.sha256(self.evidence).hexdigest()
        return {**self._asdict(), "evidence": digest}


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
            # The bytes are those of the first time, or of the first that were kept.
            evidence = func.coalesce(right.c.evidence, row.evidence)
            again = connection.execute(
                update(right)
                .where(*own)
                .values(last_seen=row.last_seen, url=row.url, evidence=evidence)
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
