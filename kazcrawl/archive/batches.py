"""The batches of a source: which versions a feed file holds, and how it is written.

The connection waits for the disk at every commit, so that a version in a feed is also in the
archive after a power failure.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl import clock
from kazcrawl.archive import chain
from kazcrawl.archive.batch_tally import forget_counts
from kazcrawl.archive.database import failure, masked, open_engine
from kazcrawl.archive.lines import complete_records, feed_line, freeze_sections
from kazcrawl.archive.own_id import own_id
from kazcrawl.archive.rights import Right
from kazcrawl.archive.schema import OPEN, OPEN_BATCH, batch, removal, version
from kazcrawl.archive.sole import sole_publisher
from kazcrawl.archive.store import Archive
from kazcrawl.record import SCHEMA_VERSION

PUBLISHED = "published"

# Rows read in one go: a read transaction held open while a file is written would let the
# database's log grow without end.
_CHUNK = 200
# Versions in one batch at the most: the transaction that opens it keeps crawls waiting.
_LARGEST = 10_000


class Batch(NamedTuple):
    """A batch as the archive has it; the last five are None until it is published.

    ``owner`` is the id of the data folder whose file it is, None for any folder.
    """

    batch_id: int
    source: str
    number: int
    state: str
    opened_at: str
    crawl_id: str
    format_version: int
    compression: str
    schema_version: int
    owner: str | None
    published_at: str | None
    path: str | None
    records: int | None
    bytes: int | None
    sha256: str | None


class Figures(NamedTuple):
    """What a manifest tells of a batch's versions."""

    records: int
    first_published: str | None
    last_published: str | None
    editions: list[str]


_batches = select(*(batch.c[name] for name in Batch._fields))


class Batches:
    """The batches of one source, as the data folder of id ``owner`` sees them.

    A batch is one folder's: another neither finishes nor writes it, unless it takes it over.
    Every method that fails raises ArchiveError with one line.
    """

    def __init__(self, url: str, source: str, owner: str) -> None:
        self.url = url
        self.name = masked(url)
        self.source = source
        self.owner = owner
        self._own = batch.c.owner.is_(None) | (batch.c.owner == owner)
        self._engine = open_engine(url, durable=True)
        self._reads = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def archive_id(self) -> str:
        """Which archive this is, see ``own_id``."""
        with self._failing(), self._engine.begin() as connection:
            return own_id(connection)

    def alone(self, what: str, patience: float) -> AbstractContextManager[None]:
        """Makes this the only publisher of the source, see ``sole_publisher``."""
        return sole_publisher(self._engine, self.url, self.source, what, patience)

    def open(
        self, *, above: int, crawl_id: str, format_version: int, compression: str
    ) -> Batch | None:
        """Opens the next batch with versions that wait, the oldest first, or None when none does.

        Its number is above that of every batch and ``above``. Its records carry from now on the
        sections that are noted by now.
        """
        waiting = (version.c.batch_id.is_(None), version.c.source == self.source)
        with self._failing(), self._engine.begin() as connection:
            oldest = select(version.c.seq).where(*waiting).order_by(version.c.seq)
            last = connection.scalar(select(func.max(oldest.limit(_LARGEST).subquery().c.seq)))
            if last is None:
                return None
            number = connection.scalar(
                select(func.max(batch.c.number)).where(batch.c.source == self.source)
            )
            made = connection.execute(
                insert(batch).values(
                    source=self.source,
                    number=max(number or 0, above) + 1,
                    state=OPEN,
                    opened_at=clock.text(clock.now()),
                    crawl_id=crawl_id,
                    format_version=format_version,
                    compression=compression,
                    schema_version=SCHEMA_VERSION,
                    owner=self.owner,
                )
            )
            (batch_id,) = made.inserted_primary_key or (None,)
            connection.execute(
                update(version).where(*waiting, version.c.seq <= last).values(batch_id=batch_id)
            )
            complete_records(connection, batch_id)
            freeze_sections(connection, batch_id)
            return Batch(*connection.execute(_batches.where(batch.c.batch_id == batch_id)).one())

    def last_day(self) -> str:
        """The day (UTC) on which the newest batch was opened; empty where there is none."""
        opened = select(batch.c.opened_at).where(batch.c.source == self.source)
        newest = opened.order_by(batch.c.number.desc()).limit(1)
        with self._failing(), self._engine.begin() as connection:
            return (connection.scalar(newest) or "")[:10]

    def opened(self) -> list[Batch]:
        """The folder's batches that a death left open, the oldest first."""
        return self._select(self._own, OPEN_BATCH)

    def left_by_others(self) -> list[Batch]:
        """Other folders' open batches, the oldest first. Whoever publishes alone meets them where
        their publisher died, or could not write."""
        return self._select(~self._own, OPEN_BATCH)

    def published(self, numbers: Sequence[int]) -> list[Batch]:
        """Those of some batches that the folder published, the oldest first."""
        return self._select(self._own, batch.c.state == PUBLISHED, batch.c.number.in_(numbers))

    def adopt(self, numbers: Sequence[int] | None = None) -> None:
        """Makes other folders' open batches, or those of some numbers, the folder's own."""
        wanted = OPEN_BATCH if numbers is None else batch.c.number.in_(numbers)
        with self._failing(), self._engine.begin() as connection:
            statement = update(batch).where(batch.c.source == self.source, wanted)
            connection.execute(statement.values(owner=self.owner))

    def _select(self, *wanted: ColumnElement[bool]) -> list[Batch]:
        with self._failing(), self._engine.begin() as connection:
            rows = connection.execute(
                _batches.where(batch.c.source == self.source, *wanted).order_by(batch.c.number)
            )
            return [Batch(*row) for row in rows]

    def lines(self, own: Batch) -> Iterator[bytes]:
        """The feed lines of a batch in publishing order, a few rows a transaction."""
        names = ("seq", "codec", "body", "sections")
        columns = select(*(version.c[name] for name in names))
        after = -1
        while True:
            statement = columns.where(
                version.c.batch_id == own.batch_id, version.c.seq > after
            ).order_by(version.c.seq)
            with self._failing(), self._reads.connect() as connection:
                rows = connection.execute(statement.limit(_CHUNK)).all()
            if not rows:
                return
            for row in rows:
                yield feed_line(row)
            after = rows[-1].seq

    def link(self, own: Batch, make: Callable[[str | None, list[Right]], chain.Link]) -> chain.Link:
        """A batch's place in the chain, see ``chain.linked``."""
        with self._failing(), self._engine.begin() as connection:
            return chain.linked(connection, self.source, own.batch_id, make)

    def forgotten(self, own: Batch) -> dict[int, str]:
        """The digests of a batch's lines that are forgotten, by their numbers from 1."""
        with self._failing(), self._engine.begin() as connection:
            return chain.forgotten_in(connection, own.batch_id)

    def figures(self, own: Batch) -> Figures:
        """What a manifest tells of a batch's versions."""
        with self._failing(), self._engine.begin() as connection:
            return figures(connection, own.batch_id)

    def publish(self, own: Batch, *, path: str, records: int, size: int, sha256: str) -> bool:
        """Notes that a batch's file is there whole; ``path`` is below the feeds folder.

        False when another folder took the batch over meanwhile: then the file is none.
        """
        pruned = (removal.c.kind == "feed", removal.c.what == path)
        with self._failing(), self._engine.begin() as connection:
            noted = connection.execute(
                update(batch)
                .where(batch.c.batch_id == own.batch_id, self._own)
                .values(
                    owner=self.owner,
                    state=PUBLISHED,
                    published_at=clock.text(clock.now()),
                    path=path,
                    records=records,
                    bytes=size,
                    sha256=sha256,
                )
            )
            if own.published_at is not None:
                forget_counts(connection)
            # It is there again, and missed from now on.
            connection.execute(delete(removal).where(*pruned))
            return bool(noted.rowcount)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise failure(self.name, error) from error


def figures(connection: Connection, batch_id: int) -> Figures:
    """What a manifest tells of a batch's versions."""
    own = version.c.batch_id == batch_id
    records, first, last = connection.execute(
        select(
            func.count(), func.min(version.c.date_published), func.max(version.c.date_published)
        ).where(own)
    ).one()
    editions = select(version.c.edition).where(own).distinct().order_by(version.c.edition)
    return Figures(records, first, last, list(connection.scalars(editions)))


def all_batches(archive: Archive) -> list[Batch]:
    """Every batch, by source and number."""
    with archive.reading() as reader:
        rows = reader.execute(_batches.order_by(batch.c.source, batch.c.number))
        return [Batch(*row) for row in rows]


def chain_of(archive: Archive, own: Batch) -> tuple[chain.Link | None, dict[int, str]]:
    """A batch's link, None for one of before there was a chain, and the digests of its lines
    that are forgotten."""
    with archive.reading() as reader:
        return chain.link_of(reader, own.batch_id), chain.forgotten_in(reader, own.batch_id)


def versions_of(archive: Archive, own: Batch) -> list[tuple[str, int]]:
    """``(id, revision)`` of a batch's versions in publishing order."""
    with archive.reading() as reader:
        rows = reader.execute(
            select(version.c.url_hash, version.c.revision)
            .where(version.c.batch_id == own.batch_id)
            .order_by(version.c.seq)
        )
        return [(row[0], row[1]) for row in rows]
