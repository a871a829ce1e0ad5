"""Copying an archive into another database, row by row, each compared by its hash.

Every pass reads both archives whole and writes what differs; the first that finds nothing to write
has verified the copy. So a copy that died is taken up by running it again, and a copy of an
archive that is still written to is caught up with the same way.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive import schema
from kazcrawl.archive.database import failure, masked, open_engine
from kazcrawl.archive.errors import ArchiveError

_CHUNK = 500
_MOST_PASSES = 5
# In a copy's meta: of which archive it is one.
_MARK = "copied from"
# What of meta is an archive's own, and no other's.
_OWN_META = ~(schema.meta.c.key.startswith("fence ") | (schema.meta.c.key == _MARK))
# Tables whose rows the database numbers.
_NUMBERED = (schema.version, schema.batch, schema.removal, schema.witness)

_SQLITE_LAST = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_SQLITE_SET = (
    text("DELETE FROM sqlite_sequence WHERE name = :name"),
    text("INSERT INTO sqlite_sequence (name, seq) SELECT :name, :last"),
)
_POSTGRES_LAST = text(
    "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, :column)::regclass)"
)
_POSTGRES_SET = text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)")

Told = Callable[[str], None]


class Copied(NamedTuple):
    """A verified copy: rows in all, and how many of them were written just now."""

    rows: int
    written: int


def copy_archive(source_url: str, target_url: str, told: Told = lambda _: None) -> Copied:
    """Makes the archive at ``target_url`` hold what that at ``source_url`` holds.

    ``told`` hears a line about each table of each pass. Raises ArchiveError, one line, when either
    cannot be used, when the target holds anything else, or when the source is written to faster
    than it is copied.
    """
    if source_url == target_url:
        raise ArchiveError(f"archive {masked(source_url)}: cannot be copied onto itself")
    source = open_engine(source_url, create=False)
    try:
        target = open_engine(target_url, durable=True)
        try:
            return _Copying(source, target, masked(source_url), masked(target_url)).run(told)
        finally:
            target.dispose()
    finally:
        source.dispose()


class _Copying:
    def __init__(self, source: Engine, target: Engine, source_name: str, target_name: str) -> None:
        self.source, self.target = source, target
        self.source_name, self.target_name = source_name, target_name

    def run(self, told: Told) -> Copied:
        self._mark()
        written = 0
        for number in range(1, _MOST_PASSES + 1):
            rows = changed = 0
            for table in schema.metadata.sorted_tables:
                try:
                    size, differing = self._pass(table)
                except SQLAlchemyError as error:
                    said = failure(f"{self.source_name} to {self.target_name}", error)
                    raise ArchiveError(f"{said} (table {table.name})") from error
                told(f"pass {number}  {table.name:<14}{size:>12,} rows, {differing:,} written")
                rows, changed = rows + size, changed + differing
            self._number()
            if not changed:
                return Copied(rows, written)
            written += changed
        raise ArchiveError(
            f"archive {self.source_name}: changed during each of {_MOST_PASSES} passes; copy it "
            "while nothing is written to it"
        )

    def _mark(self) -> None:
        """Refuses a target with anything of its own; notes what it is a copy of."""
        try:
            with self.target.begin() as target, self._reading(self.source) as source:
                mark = target.scalar(_of_meta(_MARK))
                runs = set(target.scalars(select(schema.run.c.crawl_id)))
                own = runs - set(source.scalars(select(schema.run.c.crawl_id)))
                holds = bool(runs) or target.scalar(select(schema.head.c.url_hash).limit(1))
                if own or (holds and mark != self.source_name):
                    raise ArchiveError(
                        f"archive {self.target_name}: holds an archive of its own; nothing was "
                        "changed"
                    )
                if mark is None:
                    row = {"key": _MARK, "value": self.source_name}
                    target.execute(insert(schema.meta).values(row))
        except SQLAlchemyError as error:
            raise failure(self.target_name, error) from error

    def _pass(self, table: Table) -> tuple[int, int]:
        """The rows of a table, and how many of them the target lacked or had otherwise."""
        differing = 0
        with self._reading(self.source) as source, self._reading(self.target) as target:
            if _size(source, table) < _size(target, table):
                differing = self._remove_strangers(source, target, table)
            rows = 0
            for chunk in _chunks(source, table):
                there = _hashes(table, _same(target, table, chunk))
                wanted = _hashes(table, chunk)
                keys = [key for key, own in wanted.items() if there.get(key) != own]
                if keys:
                    self._write(table, [row for row in chunk if _key(table, row) in set(keys)])
                rows, differing = rows + len(chunk), differing + len(keys)
        return rows, differing

    def _write(self, table: Table, rows: Sequence[Row[Any]]) -> None:
        with self.target.begin() as target:
            target.execute(delete(table).where(_any_of(table, rows)))
            target.execute(insert(table), [row._asdict() for row in rows])

    def _remove_strangers(self, source: Connection, target: Connection, table: Table) -> int:
        removed = 0
        for chunk in _chunks(target, table):
            there = {_key(table, row) for row in _same(source, table, chunk)}
            if strangers := [row for row in chunk if _key(table, row) not in there]:
                with self.target.begin() as writer:
                    writer.execute(delete(table).where(_any_of(table, strangers)))
                removed += len(strangers)
        return removed

    def _number(self) -> None:
        """New rows of the target are numbered on from where the source would have."""
        with self._reading(self.source) as source, self.target.begin() as target:
            for table in _NUMBERED:
                (column,) = table.primary_key
                highest = source.scalar(select(func.max(column))) or 0
                last = max(highest, _last_number(source, table))
                if last > _last_number(target, table):
                    _set_number(target, table, last)

    @staticmethod
    def _reading(engine: Engine) -> Any:
        # Reads outside a transaction: they must not wait for a writer, nor hold the log.
        return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _of_meta(key: str) -> Any:
    return select(schema.meta.c.value).where(schema.meta.c.key == key)


def _wanted(table: Table) -> ColumnElement[bool]:
    return _OWN_META if table is schema.meta else true()


def _size(connection: Connection, table: Table) -> int:
    statement = select(func.count()).select_from(table).where(_wanted(table))
    return connection.scalar(statement) or 0


def _chunks(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows in the order of their keys; each database has its own order of texts."""
    keys = tuple_(*table.primary_key)
    statement = select(table).where(_wanted(table)).order_by(*table.primary_key).limit(_CHUNK)
    chunk = connection.execute(statement).all()
    while chunk:
        yield chunk
        last = tuple_(*_key(table, chunk[-1]))
        chunk = connection.execute(statement.where(keys > last)).all()


def _same(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The rows with the keys of others."""
    return connection.execute(select(table).where(_any_of(table, rows))).all()


def _any_of(table: Table, rows: Sequence[Row[Any]]) -> ColumnElement[bool]:
    return tuple_(*table.primary_key).in_([_key(table, row) for row in rows])


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.name) for column in table.primary_key)


def _hashes(table: Table, rows: Sequence[Row[Any]]) -> dict[tuple[Any, ...], bytes]:
    """A hash of every value of each row, by its key."""
    return {
        _key(table, row): hashlib.sha256(repr([_plain(value) for value in row]).encode()).digest()
        for row in rows
    }


def _plain(value: Any) -> Any:
    """A value as both databases' drivers would give it."""
    return bytes(value) if isinstance(value, memoryview) else value


def _last_number(connection: Connection, table: Table) -> int:
    """The last number that the database gave to a row, 0 where it does not remember."""
    if connection.dialect.name == "sqlite":
        return connection.scalar(_SQLITE_LAST, {"name": table.name}) or 0
    return connection.scalar(_POSTGRES_LAST, _sequence(table)) or 0


def _set_number(connection: Connection, table: Table, last: int) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(_POSTGRES_SET, _sequence(table) | {"last": last})
    elif table.dialect_options["sqlite"]["autoincrement"]:
        for statement in _SQLITE_SET:
            connection.execute(statement, {"name": table.name, "last": last})


def _sequence(table: Table) -> dict[str, Any]:
    (column,) = table.primary_key
    return {"name": table.name, "column": column.name}
