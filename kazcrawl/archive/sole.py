"""One publisher at a time for a source of an archive, wherever it runs.

A file beside an SQLite archive, which is on one machine by its nature, is locked; in PostgreSQL
it is an advisory lock of the publisher's session. Both end with the process that holds them.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive.advisory import AdvisoryLock, name_session
from kazcrawl.archive.database import APPLICATION_ID, failure, masked, sqlite_path
from kazcrawl.disk.lock import LockedError, locked

_PAUSE = 0.1


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
            name_session(session, what)
            _wait(session, masked(url), source, patience)
            yield
    except SQLAlchemyError as error:
        raise failure(masked(url), error) from error


def _wait(session: Connection, archive: str, source: str, patience: float) -> None:
    # Key 0 of this space is the writers'.
    lock = AdvisoryLock.of(APPLICATION_ID, source)
    until = time.monotonic() + patience
    while not lock.take(session):
        if time.monotonic() >= until:
            who = lock.holder(session) or "another publisher"
            raise LockedError(f"archive {archive}: {source} is published by {who}")
        time.sleep(_PAUSE)
