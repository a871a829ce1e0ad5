"""One publisher at a time for a source of an archive, wherever it runs.

A file beside an SQLite archive, which is on one machine by its nature, is locked; in PostgreSQL
it is an advisory lock of the publisher's session. Both end with the process that holds them.
"""

import os
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl import clock
from kazcrawl.archive.database import APPLICATION_ID, failure, masked, sqlite_path
from kazcrawl.disk.lock import LockedError, locked

_PAUSE = 0.1
# PostgreSQL keeps so many bytes of the name that a session gives itself.
_LONGEST_NAME = 63

_TRY = text("SELECT pg_try_advisory_lock(:space, :key)")
_NAME = text("SELECT set_config('application_name', :name, false)")
_HOLDER = text(
    "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND datname = current_database() "
    "AND classid = :space AND objid = :key"
)


@contextmanager
def sole_publisher(
    engine: Engine, url: str, source: str, what: str, patience: float
) -> Iterator[None]:
    """Holds the lock for ``what``, a few words that a waiting person reads.

    Raises LockedError, which names the holder, when another has it after ``patience`` seconds,
    and ArchiveError.
    """
    path = sqlite_path(url)
    if path is not None:
        with locked(path.with_name(f".{path.name}.publishing"), what, patience):
            yield
        return
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
            # A session that ends gives the lock back, and this one is nobody else's.
            session.detach()
            name = f"{what}, process {os.getpid()} on {socket.gethostname()}"
            name = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
            session.execute(_NAME, {"name": name})
            _wait(session, masked(url), source, patience)
            yield
    except SQLAlchemyError as error:
        raise failure(masked(url), error) from error


def _wait(session: Connection, archive: str, source: str, patience: float) -> None:
    # Key 0 is the writers'.
    lock = {"space": APPLICATION_ID, "key": zlib.crc32(source.encode()) % 0x7FFFFFFF + 1}
    until = time.monotonic() + patience
    while not session.scalar(_TRY, lock):
        if time.monotonic() >= until:
            holder = session.execute(_HOLDER, lock).first()
            who = f"{holder[0]}, since {clock.text(holder[1])}" if holder else "another publisher"
            raise LockedError(f"archive {archive}: {source} is published by {who}")
        time.sleep(_PAUSE)
