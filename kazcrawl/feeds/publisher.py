"""Publishing: what the archive holds and no feed has, as batches.

(a) one transaction opens a batch and gives it the versions; (b) the feed file is written
whole; (c) so is its manifest; (d) one transaction marks the batch published with the file's
SHA-256. A batch found open is written again, byte for byte: so after a death at any instant
the next publishing gives every version exactly once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl import clock
from kazcrawl.archive import codec
from kazcrawl.archive.database import masked, open_engine, reason
from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.schema import batch, version
from kazcrawl.disk.lock import waiting_lock
from kazcrawl.disk.steps import reached
from kazcrawl.disk.whole import SUFFIXES, Written, part_of, sync_folder, write_whole
from kazcrawl.record import SCHEMA_VERSION

FORMAT_VERSION = 1
"""Version of the feed file's bytes; kept with a batch, so that it is written again alike."""

# Rows read in one go: a read transaction held open while a file is written would let the
# database's log grow without end.
_CHUNK = 200


class FeedError(Exception):
    """A feed could not be written; the message says what and where, in one line."""


class Published(NamedTuple):
    """A published batch: its feed file, its manifest and how many records it holds."""

    path: Path
    manifest: Path
    records: int


class Publisher:
    """Publishes the versions of one source (spider) into ``folder``.

    Its own connection waits for the disk at every commit, so that a version in a feed is
    also in the archive after a power failure. Raises ArchiveError or FeedError, one line.
    """

    def __init__(
        self, url: str, folder: Path, source: str, crawl_id: str, compression: str = "none"
    ) -> None:
        self.name = masked(url)
        self.engine = open_engine(url, durable=True)
        self.folder = folder
        self.source = source
        self.crawl_id = crawl_id
        self.compression = compression

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def publish(self, limit: int | None = None) -> list[Published]:
        """Finishes open batches, then publishes all that waits, at most ``limit`` a batch."""
        with self._writing():
            done = [self._write(row) for row in self._batches(batch.c.state == "open")]
            while opened := self._open_batch(limit):
                done.append(self._write(opened))
            return done

    def rebuild(self, names: Sequence[str]) -> list[Published]:
        """Writes the files of published batches again, as they were, byte for byte.

        ``names`` are batch numbers or names such as ``kazinform-000012``; another source's
        names are passed over.
        """
        numbers = [number for name in names if (number := self._number_of(name)) is not None]
        with self._writing():
            rows = self._batches(batch.c.state == "published", batch.c.number.in_(numbers))
            return [self._write(row) for row in rows]

    def _number_of(self, name: str) -> int | None:
        source, _, number = name.split(".jsonl")[0].rpartition("-")
        return int(number) if source in ("", self.source) and number.isdecimal() else None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A crawl and `scrapy publish` may run beside each other: one writes, one waits."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with waiting_lock(self.folder / ".publishing"):
                yield
        except SQLAlchemyError as error:
            raise ArchiveError(f"archive {self.name}: {reason(error)}") from error
        except OSError as error:
            where = error.filename or self.folder
            raise FeedError(f"feed {where}: {error.strerror or error}") from error

    def _batches(self, *wanted: ColumnElement[bool]) -> list[Row[Any]]:
        with self.engine.begin() as connection:
            return list(
                connection.execute(
                    select(batch)
                    .where(batch.c.source == self.source, *wanted)
                    .order_by(batch.c.number)
                )
            )

    def _open_batch(self, limit: int | None) -> Row[Any] | None:
        """Opens the next batch with the versions that wait, or None when none does."""
        waiting = (version.c.batch_id.is_(None), version.c.source == self.source)
        with self.engine.begin() as connection:
            last = connection.scalar(
                select(func.max(version.c.seq)).where(*waiting)
                if limit is None
                else select(func.max(version.c.seq)).where(
                    version.c.seq.in_(
                        select(version.c.seq).where(*waiting).order_by(version.c.seq).limit(limit)
                    )
                )
            )
            if last is None:
                return None
            number = connection.scalar(
                select(func.max(batch.c.number)).where(batch.c.source == self.source)
            )
            # An archive restored from a backup is older than the feeds: theirs stay theirs.
            number = max(number or 0, self._number_on_disk)
            made = connection.execute(
                insert(batch).values(
                    source=self.source,
                    number=number + 1,
                    state="open",
                    opened_at=clock.text(clock.now()),
                    crawl_id=self.crawl_id,
                    format_version=FORMAT_VERSION,
                    compression=self.compression,
                )
            )
            (batch_id,) = made.inserted_primary_key or (None,)
            connection.execute(
                update(version).where(*waiting, version.c.seq <= last).values(batch_id=batch_id)
            )
            row = connection.execute(select(batch).where(batch.c.batch_id == batch_id)).one()
        reached("batch opened")
        return row

    @cached_property
    def _number_on_disk(self) -> int:
        """The highest batch number that the feeds folder held when first asked."""
        manifests = (self.folder / self.source).glob(f"dt=*/{self.source}-*.manifest.json")
        names = (path.name.split(".")[0] for path in manifests)
        return max((int(name.rpartition("-")[2]) for name in names), default=0)

    def _write(self, row: Row[Any]) -> Published:
        path = self.folder / feed_path(row)
        manifest_path = manifest_of(path)
        written = write_whole(path, self._lines(row.batch_id), row.compression)
        reached("before manifest")
        with self.engine.begin() as connection:
            manifest = make_manifest(connection, row, path.name, written)
        write_whole(manifest_path, [manifest_bytes(manifest)])
        sync_folder(path.parent.parent)
        reached("after manifest")
        self._sweep(path)
        reached("before final commit")
        with self.engine.begin() as connection:
            connection.execute(
                update(batch)
                .where(batch.c.batch_id == row.batch_id)
                .values(
                    state="published",
                    published_at=clock.text(clock.now()),
                    path=feed_path(row),
                    records=manifest["records"],
                    bytes=written.bytes,
                    sha256=written.sha256,
                )
            )
        reached("after final commit")
        return Published(path, manifest_path, manifest["records"])

    def _lines(self, batch_id: int) -> Iterator[bytes]:
        """The feed lines of a batch in publishing order, a few rows a transaction."""
        after = -1
        while True:
            with self.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                rows = connection.execute(
                    select(version.c.seq, version.c.codec, version.c.body)
                    .where(version.c.batch_id == batch_id, version.c.seq > after)
                    .order_by(version.c.seq)
                    .limit(_CHUNK)
                ).all()
            if not rows:
                return
            for _seq, packing, body in rows:
                yield codec.unpack(packing, body)
            after = rows[-1][0]

    @staticmethod
    def _sweep(path: Path) -> None:
        """Removes parts that a death left beside a file which is now whole."""
        for one in (path, manifest_of(path)):
            part_of(one).unlink(missing_ok=True)


def feed_path(row: Row[Any]) -> str:
    """A batch's file below the feeds folder: source, UTC day of opening, number."""
    name = f"{row.source}-{row.number:06d}.jsonl{SUFFIXES[row.compression]}"
    return f"{row.source}/dt={row.opened_at[:10]}/{name}"


def manifest_of(path: Path) -> Path:
    """The manifest beside a feed file: its name up to ``.jsonl``, then ``.manifest.json``."""
    return path.with_name(path.name.split(".jsonl")[0] + ".manifest.json")


def make_manifest(
    connection: Connection, row: Row[Any], file: str, written: Written
) -> dict[str, Any]:
    """What a manifest says of a batch's file; nothing in it depends on when it is written."""
    records, first, last = connection.execute(
        select(
            func.count(), func.min(version.c.date_published), func.max(version.c.date_published)
        ).where(version.c.batch_id == row.batch_id)
    ).one()
    editions = connection.scalars(
        select(version.c.edition)
        .where(version.c.batch_id == row.batch_id)
        .distinct()
        .order_by(version.c.edition)
    ).all()
    return {
        "file": file,
        "records": records,
        "bytes": written.bytes,
        "sha256": written.sha256,
        "schema_version": SCHEMA_VERSION,
        "first_published": first,
        "last_published": last,
        "editions": list(editions),
        "crawl_id": row.crawl_id,
        "created_at": row.opened_at,
    }


def manifest_bytes(manifest: dict[str, Any]) -> bytes:
    """A manifest as its file's bytes: indented JSON, ended by a newline."""
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
