"""Published feed lines from a place on, in batch and line order: what followers are given.

A batch that is not published yet holds up those behind it: a follower who was past its number
would never see it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from kazcrawl.archive.batches import PUBLISHED
from kazcrawl.archive.distinct import distinct
from kazcrawl.archive.lines import lines_behind
from kazcrawl.archive.schema import OPEN_BATCH, batch, version
from kazcrawl.archive.store import Archive


class Portion(NamedTuple):
    """Feed lines as they stand in the feeds, the place (batch number and line) behind the last
    of them, which behind a batch is before the next one, and whether more were there."""

    lines: list[bytes]
    place: tuple[int, int]
    has_more: bool


def portion(
    archive: Archive,
    source: str,
    after: tuple[int, int],
    *,
    most: int | None = None,
    most_bytes: int,
    within_batch: bool = False,
) -> Portion:
    """What was published behind a place, ``(1, 0)`` being the beginning: at most so many lines and
    bytes, one line at the least where there is any.

    ``within_batch``: of one batch only, so that the same place always gives the same. Raises
    ArchiveError.
    """
    lines: list[bytes] = []
    place, size = after, 0
    with archive.reading() as reader:
        for behind, packed in _behind(reader, source, after):
            is_full = len(lines) == most or size + len(packed) > most_bytes
            if lines and (is_full or (within_batch and place[1] == 0)):
                return Portion(lines, place, True)
            lines.append(packed)
            size += len(packed)
            place = behind
    return Portion(lines, place, False)


def last_places(archive: Archive) -> dict[str, tuple[int, int]]:
    """The place behind all that is published of each source that published. Raises ArchiveError."""
    with archive.reading() as reader:
        numbers = {source: _last(reader, source) for source in distinct(reader, batch.c.source)}
    return {source: (number + 1, 0) for source, number in numbers.items() if number is not None}


def why_no_place(archive: Archive, source: str, place: tuple[int, int]) -> str | None:
    """Why a place was never given to a follower of what a source published, None if it may have
    been: it is of another archive, or of this one before a backup was restored. Raises
    ArchiveError."""
    number, line = place
    own = select(batch.c.records).where(batch.c.source == source, batch.c.number == number)
    with archive.reading() as reader:
        end = (_last(reader, source) or 0) + 1
        records = reader.scalar(own) if line else None
    if number > end or (line and number == end):
        return f"{source} is published up to {end}.0"
    is_beyond = records is not None and line >= records
    return f"batch {number} of {source} has {records} records" if is_beyond else None


def lines_of(archive: Archive, batch_id: int) -> Iterator[bytes]:
    """The feed lines of a batch in publishing order. Raises ArchiveError."""
    with archive.reading() as reader:
        yield from lines_behind(reader, batch_id, 0)


def count_behind(archive: Archive, source: str, place: tuple[int, int]) -> int:
    """How many records were published behind a place. Raises ArchiveError."""
    number, line = place
    records = select(batch.c.number, batch.c.records).where(
        *_published(source), batch.c.number >= number
    )
    with archive.reading() as reader:
        rows = reader.execute(records).all()
    return sum(row.records - (line if row.number == number else 0) for row in rows)


def seq_at(reader: Connection, source: str, number: int, line: int) -> int:
    """The ``seq`` of a batch's version at a line, counted from 1; 0 for line 0, or none."""
    if line < 1:
        return 0
    own = (batch.c.source == source, batch.c.number == number)
    statement = select(version.c.seq).join(batch, batch.c.batch_id == version.c.batch_id)
    return reader.scalar(statement.where(*own).order_by(version.c.seq).offset(line - 1)) or 0


def _last(reader: Connection, source: str) -> int | None:
    """The number of the last published batch, None without one."""
    numbers = select(batch.c.number).where(*_published(source))
    number: int | None = reader.scalar(numbers.order_by(batch.c.number.desc()).limit(1))
    return number


def _published(source: str) -> tuple[ColumnElement[bool], ...]:
    """A source's published batches, as far as none before them is open."""
    first = select(func.min(batch.c.number)).where(batch.c.source == source, OPEN_BATCH)
    held = func.coalesce(first.scalar_subquery(), 2**31 - 1)
    return batch.c.source == source, batch.c.state == PUBLISHED, batch.c.number < held


def _behind(
    reader: Connection, source: str, after: tuple[int, int]
) -> Iterator[tuple[tuple[int, int], bytes]]:
    """``(place behind it, feed line)`` of what was published behind a place."""
    names = ("batch_id", "number", "records")
    batches = select(*(batch.c[name] for name in names)).where(*_published(source))
    batches = batches.order_by(batch.c.number)
    number, line = after
    behind = seq_at(reader, source, number, line)
    while row := reader.execute(batches.where(batch.c.number >= number).limit(1)).first():
        if row.number != number:
            line, behind = 0, 0
        for packed in lines_behind(reader, row.batch_id, behind):
            line += 1
            # Behind its last record is before the next batch.
            place = (row.number, line) if line < row.records else (row.number + 1, 0)
            yield place, packed
        number, line, behind = row.number + 1, 0, 0
