"""Opening the archive's database: SQLite by default, PostgreSQL for several machines."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kazcrawl.archive import schema
from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.migrations import migrate

# A second process (publish, status) may hold the write lock for a moment.
_BUSY_SECONDS = 30
# "kazc": tells an archive from any other SQLite file.
APPLICATION_ID = 0x6B617A63


def open_engine(url: str, *, durable: bool = False, create: bool = True) -> Engine:
    """An engine on the archive at a database URL, its tables created or migrated.

    ``durable`` makes every commit wait for the disk (the publisher's need); without it a
    commit survives the death of the process, though not of the machine. ``create=False``
    refuses an archive that is not there. Raises ArchiveError with one line that names it.
    """
    name = masked(url)
    try:
        parsed = make_url(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        if is_sqlite:
            _check_file(parsed.database, create)
        engine = create_engine(
            parsed, **({"connect_args": {"timeout": _BUSY_SECONDS}} if is_sqlite else {})
        )
        if is_sqlite:
            _prepare_sqlite(engine, durable)
        with engine.begin() as connection:
            _prepare_schema(connection, name, is_sqlite)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise ArchiveError(f"archive {name}: {reason(error)}") from error
    return engine


def masked(url: str) -> str:
    """A database URL for messages: the file's path, or the address without its password."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        return "(not a database address)"
    if parsed.get_backend_name() == "sqlite":
        return str(parsed.database)
    return parsed.render_as_string(hide_password=True)


def reason(error: BaseException) -> str:
    """What went wrong, in one line, without SQL and its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    text = str(cause).strip().split("\n")[0]
    return text or type(cause).__name__


def _check_file(database: str | None, create: bool) -> None:
    path = Path(database or "")
    if not database or database == ":memory:":
        raise ArchiveError("archive: an SQLite archive needs a file")
    if not path.exists():
        if not create:
            raise ArchiveError(f"archive {path}: there is none yet; a crawl makes it")
        if path.with_name(path.name + "-wal").exists():
            raise ArchiveError(
                f"archive {path}: the file is gone but its -wal is there; restore it from a backup"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
    elif path.stat().st_size == 0 and not create:
        raise ArchiveError(f"archive {path}: the file is empty")


def _prepare_sqlite(engine: Engine, durable: bool) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own idea of transactions is off: `begun` opens them.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A transaction that reads first and then writes could not wait for another writer;
        # reads in autocommit need none at all.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_schema(connection: Connection, name: str, is_sqlite: bool) -> None:
    tables = set(inspect(connection).get_table_names())
    if "meta" in tables and "version" in tables:
        migrate(connection, name)
        return
    application = 0
    if is_sqlite:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application == APPLICATION_ID or (tables and is_sqlite):
        what = "its tables are gone" if application == APPLICATION_ID else "not an archive"
        raise ArchiveError(f"archive {name}: {what}; nothing was changed")
    schema.metadata.create_all(connection)
    connection.execute(schema.meta.insert().values(key="schema", value=str(schema.SCHEMA)))
    if is_sqlite:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
