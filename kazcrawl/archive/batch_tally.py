"""What became of batches, counted once: what is published stays so, and within a source a later
batch has a greater number."""

from typing import NamedTuple

import orjson
from sqlalchemy import Connection, func, select

from kazcrawl.archive.distinct import distinct
from kazcrawl.archive.notes import drop_note, note, noted
from kazcrawl.archive.schema import OPEN_BATCH, batch
from kazcrawl.archive.store import Archive


class BatchCounts(NamedTuple):
    """Batches that are published and open, the records in the published ones, and when the
    newest was (UTC text, None without any)."""

    published: int
    open: int
    records: int
    newest: str | None


class _Tally(NamedTuple):
    """What the published batches of a source are, up to the one of a number."""

    number: int
    published: int
    records: int
    newest: str


_NOTHING = _Tally(0, 0, 0, "")
_KEY = "batches"


def batch_counts(archive: Archive) -> BatchCounts:
    """What became of the batches of all sources."""
    with archive.reading() as reader:
        by_source = _noted(reader)
        tallies = [
            _behind(reader, source, by_source.get(source, _NOTHING))
            for source in distinct(reader, batch.c.source)
        ]
        still_open = reader.scalar(select(func.count()).select_from(batch).where(OPEN_BATCH)) or 0
    return BatchCounts(
        sum(tally.published for tally in tallies),
        still_open,
        sum(tally.records for tally in tallies),
        max((tally.newest for tally in tallies), default="") or None,
    )


def note_batches(archive: Archive, source: str) -> None:
    """Notes what was counted of a source up to its oldest open batch, so that the next count
    begins there."""
    with archive.writing() as connection:
        oldest_open = connection.scalar(
            select(func.min(batch.c.number)).where(batch.c.source == source, OPEN_BATCH)
        )
        by_source = _noted(connection)
        by_source[source] = _behind(
            connection, source, by_source.get(source, _NOTHING), oldest_open
        )
        value = orjson.dumps({name: tuple(tally) for name, tally in by_source.items()})
        note(connection, _KEY, value.decode())


def forget_counts(connection: Connection) -> None:
    """What was noted holds no more: a batch is published once again."""
    drop_note(connection, _KEY)


def _noted(reader: Connection) -> dict[str, _Tally]:
    told = orjson.loads(noted(reader, _KEY) or "{}")
    return {source: _Tally(*own) for source, own in told.items()}


def _behind(reader: Connection, source: str, former: _Tally, end: int | None = None) -> _Tally:
    """What was noted, and what was published behind it and before the number ``end``."""
    further = [batch.c.source == source, batch.c.number > former.number, ~OPEN_BATCH]
    further += [] if end is None else [batch.c.number < end]
    columns = (
        func.max(batch.c.number),
        func.count(),
        func.sum(batch.c.records),
        func.max(batch.c.published_at),
    )
    number, published, records, newest = reader.execute(select(*columns).where(*further)).one()
    return _Tally(
        number or former.number,
        former.published + published,
        former.records + int(records or 0),
        max(former.newest, newest or ""),
    )
