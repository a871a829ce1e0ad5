"""Reading a spider's feeds: every record once, in the order of publishing, from where one was."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from kazcrawl.disk.whole import measured, unpacked
from kazcrawl.feeds.cursor import START, Cursor
from kazcrawl.feeds.manifests import APART
from kazcrawl.feeds.shelves import Name, Where, shelf_of
from kazcrawl.record import SCHEMA_VERSION, Record, completed
from kazcrawl.record.columns import arrow_schema, polars_schema
from kazcrawl.record.types import moment_keys

if TYPE_CHECKING:
    import polars
    import pyarrow

_PORTION = 10_000


class UnreadableFeedError(Exception):
    """A batch is not there, or is not what its manifest says; the message names it, in one line.

    ``cursor`` stands behind that batch: who can do without it goes on from there.
    """

    def __init__(self, message: str, cursor: Cursor | None = None) -> None:
        super().__init__(message)
        self.cursor = cursor


class _Batch(NamedTuple):
    number: int
    name: Name
    records: int
    sha256: str


def read(folder: Path | str, after: Cursor | str | None = None, latest: bool = False) -> "Reading":
    """The records of a spider's feeds, those after a cursor, in the order of publishing.

    ``folder`` is ``feeds/<spider>``, or ``s3://BUCKET/PREFIX/<spider>``. ``latest=False`` gives
    every revision of every article, those that say that it is ``gone`` too; ``latest=True`` the
    newest revision of each alone, and none of an article that is gone. What is published later is
    for the next call. A batch is opened when its turn has come, and is checked against its manifest
    before any record of it is given: UnreadableFeedError where it was pruned, lost or changed.
    ValueError for a text that is no cursor of this feed, OSError for what cannot be read.
    """
    place = START if after is None else after
    return Reading(folder, Cursor.read(place) if isinstance(place, str) else place, latest)


class Reading(Iterator[Record]):
    """An iterator over records; ``cursor`` stands behind the one that was given last."""

    def __init__(self, folder: Path | str, after: Cursor, latest: bool) -> None:
        self.cursor = after
        whole: Where = str(folder) if str(folder).startswith("s3:") else Path(folder).absolute()
        if isinstance(whole, Path):
            self._shelf, self._source = shelf_of(whole.parent), whole.name
        else:
            place, _, self._source = whole.rstrip("/").rpartition("/")
            self._shelf = shelf_of(place)
        self._manifests = self._shelf.manifests(self._source)
        if not self._manifests:
            _refuse_nothing(folder, whole)
        self._records = self._latest() if latest else self._every()

    def __next__(self) -> Record:
        return next(self._records)

    def to_arrow(self) -> "pyarrow.Table":
        """The records that are left as a pyarrow table of ``arrow_schema()``'s columns."""
        import pyarrow as pa

        schema = arrow_schema()
        portions = (pa.RecordBatch.from_pylist(rows, schema) for rows in self._typed())
        return pa.Table.from_batches(portions, schema)

    def to_polars(self) -> "polars.DataFrame":
        """The records that are left as a polars frame of ``polars_schema()``'s columns."""
        import polars as pl

        schema = polars_schema()
        portions = [pl.DataFrame(rows, schema) for rows in self._typed()]
        return pl.concat(portions) if portions else pl.DataFrame(schema=schema)

    def _typed(self) -> Iterator[list[dict[str, Any]]]:
        """The records that are left, some thousands at a time, their moments as such."""
        moments = moment_keys()
        while rows := [dict[str, Any](record) for record in islice(self, _PORTION)]:
            for row in rows:
                for key in moments:
                    row[key] = row[key] and datetime.fromisoformat(row[key])
            yield rows

    def _every(self) -> Iterator[Record]:
        for cursor, record in self._placed(self.cursor):
            self.cursor = cursor
            yield record

    def _latest(self) -> Iterator[Record]:
        after = self.cursor
        newest = {record["id"]: cursor for cursor, record in self._placed(after)}
        for cursor, record in self._placed(after):
            self.cursor = cursor
            if newest[record["id"]] == cursor and record["status"] != "gone":
                yield record

    def _placed(self, after: Cursor) -> Iterator[tuple[Cursor, Record]]:
        """Each record with the place behind it."""
        last = max(self._manifests, default=0)
        if self._manifests and after > (last + 1, 0):
            raise ValueError(f"cursor {after}: {self._source} ends with batch {last}")
        for number in range(after.batch, last + 1):
            batch = self._batch(number)
            begun = after.line if number == after.batch else 0
            if begun > batch.records:
                raise ValueError(f"cursor {after}: {batch.name.name} has {batch.records} records")
            for line, record in self._lines(batch):
                if line > begun:
                    yield Cursor.behind(number, line, batch.records), record

    def _batch(self, number: int) -> _Batch:
        manifest = self._manifests.get(number)
        if manifest is None:
            name = Name(self._source, f"{self._source}-{number:06d}")
            raise self._unreadable(number, name, "is not there")
        content = self._shelf.read(manifest)
        if content is None:
            raise self._unreadable(number, manifest, "is not there any more")
        try:
            told = orjson.loads(content)
            version = int(told["schema_version"])
            name = Name(self._source, manifest.parent.name, str(told["file"]))
            batch = _Batch(number, name, int(told["records"]), str(told["sha256"]))
        except (ValueError, TypeError, KeyError):
            raise self._unreadable(number, manifest, "is no manifest") from None
        if version > SCHEMA_VERSION:
            what = f"has records of schema {version}, this program knows {SCHEMA_VERSION}"
            raise self._unreadable(number, name, what)
        return batch

    def _lines(self, batch: _Batch) -> Iterator[tuple[int, Record]]:
        """The lines of a batch, counted from 1, once its file is known to be whole."""
        try:
            raw = self._shelf.open(batch.name)
        except FileNotFoundError:
            raise self._unreadable(batch.number, batch.name, "is not there") from None
        with raw:
            if measured(raw).sha256 != batch.sha256:
                raise self._unreadable(batch.number, batch.name, "is not what its manifest says")
            raw.seek(0)
            line = 0
            for line, text in enumerate(unpacked(raw, batch.name.suffix), start=1):
                yield line, completed(orjson.loads(text))  # type: ignore[misc]
            if line != batch.records:
                what = f"has {line} records, its manifest says {batch.records}"
                raise self._unreadable(batch.number, batch.name, what)

    def _unreadable(self, number: int, name: Name, what: str) -> UnreadableFeedError:
        behind = Cursor(number + 1, 0)
        return UnreadableFeedError(
            f"{self._shelf.at(name)}: {what}; after={str(behind)!r} goes on behind it", behind
        )


def _refuse_nothing(folder: Path | str, whole: Where) -> None:
    """Says why there are no batches; in a folder that is there, there are none yet."""
    spiders = {name.parts[0] for name in shelf_of(whole).files()} - {APART}
    if spiders:
        raise UnreadableFeedError(
            f"{folder}: read one spider's feeds: {', '.join(sorted(spiders))}"
        )
    if not isinstance(whole, Path) or not whole.is_dir():
        raise UnreadableFeedError(f"{folder}: no such folder")
