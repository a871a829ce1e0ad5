"""The fence: one crawler a server at a time, true across the machines that share an archive.

It is a lock of PostgreSQL on the server's name, on a connection of its own, held for as long as a
crawl asks that server. A look at it is good for ten seconds from its beginning; nothing is asked
after them. The database lets go 30 to 40 seconds after a holder's machine has vanished.
An SQLite archive is on one machine by its nature: there the data folder's lock is enough.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from select import POLLIN, poll

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive.advisory import AdvisoryLock, name_session
from kazcrawl.archive.database import failure, masked, reason, sqlite_path
from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.schema import meta
from kazcrawl.archive.sessions import POOLED, check_sessions, own_engine
from kazcrawl.disk.lock import LockedError
from kazcrawl.disk.process import is_gone, own_name
from kazcrawl.disk.wake import Wake

EVERY, LIMIT = 5.0, 5.0
"""Seconds between two looks at the lock, and for which an answer is waited for."""

GRACE = 12.0
"""Seconds for which a holder that did not give the lock back may not know that it lost it: the
next one waits for them, unless it can see that the other is dead."""

SPACE = 0x6B617A66
"""Of the locks on servers' names."""

_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND pid = pg_backend_pid() AND classid = :space"
)
# Counts on while the machine sleeps.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class FenceLostError(ArchiveError):
    """Another process may ask the servers that this one asked."""


class Fence:
    """The servers that this process alone may ask; any thread may use it.

    ``what`` is this holder in a few words, for whoever meets it. ``on_loss`` is called with the
    error, in whatever thread, when the lock is lost.
    """

    def __init__(self, url: str, what: str) -> None:
        self.url = url
        self.on_loss: Callable[[FenceLostError], None] = lambda _: None
        self.lost: FenceLostError | None = None
        self._what = what
        self._servers: set[str] = set()
        self._guard = threading.RLock()
        self._wake = Wake()
        self._session: Connection | None = None
        self._thread: threading.Thread | None = None
        self._valid_until = self._opens_at = 0.0
        self._moved_at = _now()

    def take(self, server: str) -> None:
        """Takes a server, or gives way at once.

        Raises LockedError, which names the holder, and ArchiveError.
        """
        with self._guard:
            self._check()
            if server in self._servers:
                return
            try:
                self._take(self._session or self._open(), server)
            except SQLAlchemyError as error:
                raise failure(masked(self.url), error) from error

    def holds(self, server: str) -> bool:
        """Whether the server may be asked at this very moment."""
        return (
            self.lost is None
            and server in self._servers
            and self._opens_at <= _now() < self._valid_until
        )

    @property
    def grace(self) -> float:
        """Seconds before anything may be asked, for another's sake."""
        return max(0.0, self._opens_at - _now())

    def moved(self) -> None:
        """The crawl got on: whoever does not for long is ended."""
        self._moved_at = _now()

    def look(self) -> None:
        """Looks at the lock now. Raises FenceLostError."""
        with self._guard:
            self._check()
            begun = _now()
            if self._session is None:
                return
            try:
                held = self._session.scalar(_HELD, {"space": SPACE})
                name_session(self._session, self._what, int(_now() - self._moved_at))
            except SQLAlchemyError as error:
                self.lose(reason(error))
            else:
                if held != len(self._servers):
                    self.lose(POOLED)
                self._valid_until = begun + EVERY + LIMIT
            self._check()

    def lose(self, why: str) -> None:
        """Holds the lock for lost; nothing is asked from now on."""
        if self.lost is None:
            servers = ", ".join(sorted(self._servers))
            self.lost = FenceLostError(
                f"archive {masked(self.url)}: the lock on server {servers} is lost: {why}"
            )
            self.on_loss(self.lost)

    def close(self) -> None:
        """Gives the servers back; a second call does nothing."""
        self._wake.set()
        if self._thread is not None:
            self._thread.join(LIMIT)
        # A session whose server does not answer is left to its end.
        if self._session is None or not self._guard.acquire(timeout=LIMIT):
            return
        try:
            with suppress(SQLAlchemyError):
                if self.lost is None:
                    keys = [_key(server) for server in self._servers]
                    self._session.execute(delete(meta).where(meta.c.key.in_(keys)))
                self._session.close()
        finally:
            name = masked(self.url)
            self.lost = self.lost or FenceLostError(f"archive {name}: its servers were given back")
            self._guard.release()

    # --- the session --------------------------------------------------------------------------

    def _check(self) -> None:
        if self.lost is not None:
            raise self.lost

    def _open(self) -> Connection:
        check_sessions(self.url)
        session = own_engine(self.url).connect()
        name_session(session, self._what, 0)
        self._session = session
        driver = session.connection.driver_connection
        assert driver is not None
        self._thread = threading.Thread(
            target=self._watch, args=(driver.fileno(),), name="fence", daemon=True
        )
        self._thread.start()
        return session

    def _take(self, session: Connection, server: str) -> None:
        lock = lock_of(server)
        if not lock.take(session):
            who = lock.holder(session) or "another crawl"
            raise LockedError(f"archive {masked(self.url)}: server {server} is asked by {who}")
        row = {"key": _key(server), "value": own_name()}
        former = session.scalar(select(meta.c.value).where(meta.c.key == row["key"]))
        # What is PostgreSQL's alone is loaded where there is one.
        from sqlalchemy.dialects.postgresql import insert

        noted = insert(meta).values(row)
        session.execute(noted.on_conflict_do_update(index_elements=["key"], set_=row))
        if former is not None and not is_gone(former):
            self._opens_at = _now() + GRACE
        self._servers.add(server)
        self._valid_until = max(self._valid_until, _now() + EVERY)

    def _watch(self, descriptor: int) -> None:
        """Looks every five seconds, and at once when the server hangs up."""
        waiting = poll()
        waiting.register(descriptor, POLLIN)
        waiting.register(self._wake, POLLIN)
        while self.lost is None:
            waiting.poll(EVERY * 1000)
            if self._wake.is_set:
                return
            with suppress(FenceLostError):
                self.look()


def fence_for(url: str, what: str) -> Fence | None:
    """The fence of an archive's servers, None for an archive on one machine."""
    return Fence(url, what) if sqlite_path(url) is None else None


def lock_of(server: str) -> AdvisoryLock:
    """The lock on a server's name."""
    return AdvisoryLock.of(SPACE, server)


def _key(server: str) -> str:
    """Where the archive has noted who asks a server."""
    return f"fence {lock_of(server).key}"


def _now() -> float:
    return time.clock_gettime(_CLOCK)
