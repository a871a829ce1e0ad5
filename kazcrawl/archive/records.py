"""Records as feeds carry them, for whoever reads the archive instead of the feeds."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import select

from kazcrawl.archive import codec
from kazcrawl.archive.membership import sections_of
from kazcrawl.archive.schema import head, version
from kazcrawl.archive.store import Archive
from kazcrawl.record import completed

# Rows read in one go: what is read needs as little memory as that, however much it is.
_PORTION = 200


def records(
    archive: Archive,
    *,
    source: str | None = None,
    edition: str | None = None,
    batch_id: int | None = None,
    newest_only: bool = False,
    sections_by_now: bool = False,
) -> Iterator[dict[str, Any]]:
    """The archive's records in publishing order, each with every key, waiting ones at their end.

    ``newest_only`` leaves out all but each article's newest version. A record whose page named
    no section carries the sections that its batch froze, or with ``sections_by_now`` those noted
    by now. Raises ArchiveError.
    """
    names = ("seq", "url_hash", "codec", "body", "sections")
    statement = select(*(version.c[name] for name in names)).order_by(version.c.seq)
    wanted = {"source": source, "edition": edition, "batch_id": batch_id}
    for name, value in wanted.items():
        if value is not None:
            statement = statement.where(version.c[name] == value)
    if newest_only:
        same = (version.c.url_hash == head.c.url_hash) & (version.c.revision == head.c.revision)
        statement = statement.join(head, same)
    after = 0
    while True:
        with archive.reading() as reader:
            rows = reader.execute(statement.where(version.c.seq > after).limit(_PORTION)).all()
            noted = sections_of(reader, [row.url_hash for row in rows]) if sections_by_now else {}
        if not rows:
            return
        for row in rows:
            yield told(row, noted)
        after = rows[-1].seq


def told(row: Any, noted: Mapping[str, list[str]]) -> dict[str, Any]:
    """A version's record with every key; where its page named no section, with those ``noted`` of
    its article, or else those that its batch froze."""
    record = completed(orjson.loads(codec.unpack(row.codec, row.body)))
    frozen = orjson.loads(row.sections) if row.sections else []
    record["article_section"] = record["article_section"] or noted.get(row.url_hash) or frozen
    return record
