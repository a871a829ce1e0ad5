"""Steps from one version of the archive's tables to the next, each in the opening transaction."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, Index, inspect, select, update

from kazcrawl.archive import schema
from kazcrawl.archive.errors import ArchiveError


def _to_2(connection: Connection) -> None:
    """Counts the runs that found a page gone, and remembers what was removed on purpose."""
    connection.exec_driver_sql("ALTER TABLE head ADD COLUMN misses INTEGER DEFAULT 0 NOT NULL")
    connection.exec_driver_sql("CREATE INDEX head_published ON head (date_published)")
    schema.removal.create(connection)


def _to_3(connection: Connection) -> None:
    """The coverage ledger: what waits, what was walked, what the standing pages last said."""
    for table in (schema.waiting, schema.walked, schema.validator, schema.standing):
        table.create(connection)
    _index("version_published").create(connection)


def _to_4(connection: Connection) -> None:
    """Sections of articles apart from their records, what entitles the ledger, closed servers,
    backups, and identities by what identifies an article alone."""
    tables = (schema.membership, schema.witness, schema.closed_server, schema.address_key)
    for table in (*tables, schema.copy):
        table.create(connection)
    for name, column in (
        ("version", "schema_version INTEGER DEFAULT 1 NOT NULL"),
        ("version", "sections TEXT"),
        ("batch", "schema_version INTEGER DEFAULT 1 NOT NULL"),
        ("batch", "owner VARCHAR(32)"),
    ):
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {column}")
    for index in ("version_gone", "batch_open", "batch_crawl", "run_started", "removal_what"):
        _index(index).create(connection, checkfirst=True)
    # Sites and their pages, which no other step needs.
    from kazcrawl.archive import identities

    identities.mend(connection)


def _to_5(connection: Connection) -> None:
    """The chain of published batches, in which those of before have no place; what sites say of
    the use of their texts."""
    for table in (schema.link, schema.tombstone, schema.right):
        table.create(connection)
    # Archives of schema 4 that are older than its last indexes.
    for table in schema.metadata.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _to_6(connection: Connection) -> None:
    """What waits is known by its card."""
    _add(connection, schema.waiting.c.title)


def _to_7(connection: Connection) -> None:
    """What hosts say of rights is kept with the bytes in which it came."""
    _add(connection, schema.right.c.evidence)


def _add(connection: Connection, column: Column[Any]) -> None:
    """Adds a column; where an older archive's table was created by a step before, it is today's
    and has it."""
    table = column.table.name
    if column.name not in {there["name"] for there in inspect(connection).get_columns(table)}:
        kind = column.type.compile(connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column.name} {kind}")


def _index(name: str) -> Index:
    return next(
        index
        for table in schema.metadata.tables.values()
        for index in table.indexes
        if index.name == name
    )


STEPS: dict[int, Callable[[Connection], None]] = {
    1: _to_2,
    2: _to_3,
    3: _to_4,
    4: _to_5,
    5: _to_6,
    6: _to_7,
}
"""What makes version N + 1 of the tables out of version N."""


def version_of(connection: Connection) -> int:
    """The version of an archive's tables."""
    wanted = select(schema.meta.c.value).where(schema.meta.c.key == "schema")
    return int(connection.execute(wanted).scalar_one())


def migrate(connection: Connection, name: str) -> None:
    """Brings the tables up to this program's version; ArchiveError for a newer archive."""
    meta, found = schema.meta, version_of(connection)
    if found > schema.SCHEMA:
        raise ArchiveError(
            f"archive {name}: made by a newer kazcrawl (schema {found}, this one knows "
            f"{schema.SCHEMA}); nothing was changed"
        )
    if found < schema.SCHEMA and connection.dialect.name == "postgresql":
        # A step over millions of rows takes minutes, and goes on with its session alone.
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    while found < schema.SCHEMA:
        STEPS[found](connection)
        found += 1
        connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(found)))
