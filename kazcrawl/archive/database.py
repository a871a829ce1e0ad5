"""Opening the archive's database: SQLite by default, PostgreSQL for several machines."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kazcrawl.archive import schema
from kazcrawl.archive.errors import ArchiveError, BusyError
from kazcrawl.archive.migrations import migrate, version_of
from kazcrawl.logs.masking import mask

PATIENCE = 3
"""Seconds for which another process may hold the archive: publish or forget have the write lock
for moments, and a crawl that waits is deaf, to SIGTERM as well."""
# What PostgreSQL is told of a session: nobody waits for ever, neither for a lock nor for an
# answer, and a machine that froze or vanished holds nothing for long. Milliseconds and seconds.
_SESSION = {
    "lock_timeout": PATIENCE * 1000,
    "statement_timeout": 60_000,
    "idle_in_transaction_session_timeout": 60_000,
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}
# The same for a server that vanished, as the driver knows it.
_CONNECTION = {
    "connect_timeout": PATIENCE,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
# What the server calls a lock that did not come, and a statement that took too long.
_NO_LOCK, _TOO_LONG = "55P03", "57014"
# "kazc": tells an archive from any other SQLite file.
APPLICATION_ID = 0x6B617A63
# Without these it is no archive.
_TABLES = {"meta", "version", "head"}
# Archives that this process has looked into. POSIX drops all of a process's locks on a file when
# it closes any descriptor of it, so a file that SQLite may have open is never opened beside it:
# other processes would take the archive for closed and remove its log under our hands.
_looked_into: set[Path] = set()


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
            parsed, connect_args={"timeout": PATIENCE} if is_sqlite else _CONNECTION
        )
        (_prepare_sqlite if is_sqlite else _prepare_postgres)(engine, durable)
        if not _is_current(engine):
            with engine.begin() as connection:
                _prepare_schema(connection, name, create=not is_sqlite and create)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise failure(name, error) from error
    return engine


def failure(name: str, error: BaseException) -> ArchiveError:
    """What went wrong with the archive of that name."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    state = getattr(cause, "sqlstate", None)
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest of it says how
    if state == _NO_LOCK or code == sqlite3.SQLITE_BUSY:
        return BusyError(f"archive {name}: another process has held it for {PATIENCE} seconds")
    if state == _TOO_LONG:
        seconds = _SESSION["statement_timeout"] // 1000
        return BusyError(f"archive {name}: the database gave no answer in {seconds} seconds")
    return ArchiveError(f"archive {name}: {reason(error)}")


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite archive, None for another database."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def masked(url: str) -> str:
    """A database URL for messages: the file's path, or the address without its password."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        return "(not a database address)"
    if parsed.get_backend_name() == "sqlite":
        return str(parsed.database)
    return mask(parsed.render_as_string(hide_password=True))


def reason(error: BaseException) -> str:
    """What went wrong, in one line, without SQL and its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    text = str(cause).strip().split("\n")[0]
    return mask(text) or type(cause).__name__


def _check_file(database: str | None, create: bool) -> None:
    """Refuses what is no whole archive, before SQLite could make a new one of it."""
    path = Path(database or "")
    if not database or database == ":memory:":
        raise ArchiveError("archive: an SQLite archive needs a file")
    wal = path.with_name(path.name + "-wal")
    if not path.exists():
        if wal.exists() and wal.stat().st_size:
            raise ArchiveError(
                f"archive {path}: the file is gone but its -wal is there; restore it from a backup"
            )
        if path.resolve() in _looked_into:
            raise ArchiveError(f"archive {path}: it was there a moment ago, and is gone")
        if not create:
            raise ArchiveError(f"archive {path}: there is none yet; a crawl makes it")
        _create_file(path)
        _looked_into.add(path.resolve())
        return
    if path.stat().st_size == 0:
        raise ArchiveError(f"archive {path}: the file is empty; restore it from a backup")
    if path.resolve() in _looked_into:
        return
    _looked_into.add(path.resolve())
    with path.open("rb") as file:
        header = file.read(100)
        # After the header: another process may be making the file longer just now.
        size = os.fstat(file.fileno()).st_size
    if header[:16] == b"SQLite format 3\0" and not (wal.exists() and wal.stat().st_size):
        page = int.from_bytes(header[16:18], "big")
        expected = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
        if size < expected:
            raise ArchiveError(
                f"archive {path}: truncated, {size} bytes of {expected} are there; "
                "restore it from a backup"
            )


def _create_file(path: Path) -> None:
    """A new archive appears whole: a death half-way leaves nothing that looks like one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.new")
    part.unlink(missing_ok=True)
    # By the library: a folder's name may hold a question or percent mark.
    engine = create_engine(URL.create("sqlite", database=str(part)))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            _create_tables(connection)
    finally:
        engine.dispose()
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(path)


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


def _prepare_postgres(engine: Engine, _durable: bool) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        for name, value in _SESSION.items():
            connection.execute(f"SET {name} = {value}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # One writer at a time, as in SQLite: what a transaction has read stays true until it
        # writes, and two first runs at once do not both make the tables.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, 0)")


def _is_current(engine: Engine) -> bool:
    """Whether the tables are today's: then opening waits for no writer."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not set(inspect(connection).get_table_names()) >= _TABLES:
            return False
        return version_of(connection) == schema.SCHEMA


def _prepare_schema(connection: Connection, name: str, create: bool) -> None:
    tables = set(inspect(connection).get_table_names())
    if tables >= _TABLES:
        migrate(connection, name)
    elif create and not tables & set(schema.metadata.tables):
        _create_tables(connection)
    else:
        raise ArchiveError(f"archive {name}: not an archive, or damaged; nothing was changed")


def _create_tables(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    connection.execute(schema.meta.insert().values(key="schema", value=str(schema.SCHEMA)))
