"""What a batch's versions say: completed and frozen when it is opened, and their feed lines."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from kazcrawl.archive import codec
from kazcrawl.archive.membership import sections_of
from kazcrawl.archive.schema import version
from kazcrawl.record import SCHEMA_VERSION, completed, line

# Versions read in one go.
_PORTION = 200


def complete_records(connection: Connection, batch_id: int | None) -> None:
    """Gives a batch's records of an older schema the keys of this one.

    In the archive itself: programs to come know neither this schema's keys nor their order.
    """
    older = (version.c.batch_id == batch_id, version.c.schema_version != SCHEMA_VERSION)
    for seq in connection.scalars(select(version.c.seq).where(*older)).all():
        record = completed(orjson.loads(_body(connection, seq)))
        packing, body = codec.pack(line(record))
        connection.execute(
            update(version)
            .where(version.c.seq == seq)
            .values(codec=packing, body=body, schema_version=SCHEMA_VERSION)
        )


def freeze_sections(connection: Connection, batch_id: int | None) -> None:
    """Gives a batch's versions that name no section themselves those that are noted of them."""
    rows = connection.execute(
        select(version.c.seq, version.c.url_hash).where(version.c.batch_id == batch_id)
    ).all()
    noted = sections_of(connection, sorted({row.url_hash for row in rows}))
    for seq, url_hash in rows:
        if url_hash not in noted or orjson.loads(_body(connection, seq))["article_section"]:
            continue
        sections = orjson.dumps(noted[url_hash]).decode()
        connection.execute(update(version).where(version.c.seq == seq).values(sections=sections))


def _body(connection: Connection, seq: int) -> bytes:
    packed = select(version.c.codec, version.c.body).where(version.c.seq == seq)
    return codec.unpack(*connection.execute(packed).one())


def feed_line(row: Any) -> bytes:
    """A version's feed line: as it is stored, with the sections that its batch froze."""
    stored = codec.unpack(row.codec, row.body)
    if row.sections is None:
        return stored
    return line(orjson.loads(stored) | {"article_section": orjson.loads(row.sections)})


def lines_behind(reader: Connection, batch_id: int, seq: int) -> Iterator[bytes]:
    """The feed lines of a batch's versions behind one, a few rows at a time."""
    columns = select(*(version.c[name] for name in ("seq", "codec", "body", "sections")))
    own = columns.where(version.c.batch_id == batch_id).order_by(version.c.seq).limit(_PORTION)
    while rows := reader.execute(own.where(version.c.seq > seq)).all():
        yield from map(feed_line, rows)
        seq = rows[-1].seq
