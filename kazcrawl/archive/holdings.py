"""How much the archive holds, counted from indexes: no body is read, and nothing is sorted."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from kazcrawl.archive.schema import OPEN_BATCH, batch, gone_version, version
from kazcrawl.archive.store import Archive


class Holding(NamedTuple):
    """What the archive holds of one edition and year of publication (None: no date).

    An article counts in the year of its first version, and once in each year in which it was
    gone; ``revisions`` are versions beyond the first.
    """

    source: str
    edition: str
    year: str | None
    articles: int
    gone: int
    revisions: int


def totals(archive: Archive) -> dict[tuple[str, str], int]:
    """Articles by source and edition."""
    with archive.reading() as reader:
        return {
            edition: _scalar(reader, version.c.revision == 1, *_of(edition))
            for edition in editions(reader)
        }


def sources(archive: Archive) -> list[str]:
    """Every source of which there are versions, in the order of their names."""
    with archive.reading() as reader:
        return list(dict.fromkeys(source for source, _ in editions(reader)))


def count_versions(archive: Archive) -> int:
    """How many versions of articles there are."""
    with archive.reading() as reader:
        return _scalar(reader)


def counted(reader: Connection, newest: int) -> list[Holding]:
    """What the versions up to the ``newest`` number are, what has no date first."""
    return [
        Holding(*edition, year, *counts)
        for edition in editions(reader)
        for year in (None, *_years(reader, edition))
        if any(counts := _counts(reader, edition, year, newest))
    ]


def unpublished(archive: Archive) -> int:
    """How many versions no published batch holds."""
    still_open = select(batch.c.batch_id).where(OPEN_BATCH)
    with archive.reading() as reader:
        return _scalar(reader, version.c.batch_id.is_(None)) + _scalar(
            reader, version.c.batch_id.in_(still_open)
        )


def editions(reader: Connection) -> Iterator[tuple[str, str]]:
    """Every source and edition in order: a few look-ups instead of a walk over the index."""
    columns = (version.c.source, version.c.edition)
    statement = select(*columns).order_by(*columns).limit(1)
    row = reader.execute(statement).first()
    while row is not None:
        yield row[0], row[1]
        row = reader.execute(statement.where(tuple_(*columns) > tuple(row))).first()


def _years(reader: Connection, edition: tuple[str, str]) -> Iterator[str]:
    """The years of an edition's versions, by look-ups as well."""
    earliest = select(func.min(version.c.date_published)).where(*_of(edition))
    date = reader.scalar(earliest)
    while date is not None:
        yield date[:4]
        date = reader.scalar(earliest.where(version.c.date_published >= _after(date[:4])))


def _counts(
    reader: Connection, edition: tuple[str, str], year: str | None, newest: int
) -> tuple[int, int, int]:
    date = version.c.date_published
    # The number of a version stands in every index.
    own = [*_of(edition), version.c.seq <= newest]
    own += [date.is_(None)] if year is None else []
    if year is not None:
        own += [date >= year, date < _after(year)]
    is_first = version.c.revision == 1
    articles, revisions = reader.execute(
        select(func.count().filter(is_first), func.count().filter(~is_first)).where(*own)
    ).one()
    gone = reader.scalar(
        select(func.count(func.distinct(version.c.url_hash))).where(*own, gone_version)
    )
    return articles, gone or 0, revisions


def _of(edition: tuple[str, str]) -> tuple[ColumnElement[bool], ...]:
    return version.c.source == edition[0], version.c.edition == edition[1]


def _after(year: str) -> str:
    """The text that is greater than every moment of a year."""
    return f"{year}~"


def _scalar(reader: Connection, *wanted: Any) -> int:
    return reader.scalar(select(func.count()).select_from(version).where(*wanted)) or 0
