"""PostgreSQL's advisory locks: held by a session, told by name, gone with it.

Keys are of two numbers: what is locked, and a name's hash.
"""

import os
import socket
import zlib
from typing import NamedTuple

from sqlalchemy import Connection, text

from kazcrawl import clock

# PostgreSQL keeps so many bytes of the name that a session gives itself.
_LONGEST_NAME = 63

_TRY = text("SELECT pg_try_advisory_lock(:space, :key)")
_RELEASE = text("SELECT pg_advisory_unlock(:space, :key)")
_NAME = text("SELECT set_config('application_name', :name, false)")
_HOLDER = text(
    "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND datname = current_database() "
    "AND classid = :space AND objid = :key"
)
_PID = text("SELECT pg_backend_pid()")


class AdvisoryLock(NamedTuple):
    """What is locked (a number of this program's), and by which name's hash."""

    space: int
    key: int

    @classmethod
    def of(cls, space: int, name: str) -> "AdvisoryLock":
        """The lock of a name; key 0 is no name's."""
        return cls(space, zlib.crc32(name.encode()) % 0x7FFFFFFF + 1)

    def take(self, session: Connection) -> bool:
        """Takes the lock for as long as the session lasts; False when another has it."""
        return bool(session.scalar(_TRY, self._asdict()))

    def release(self, session: Connection) -> None:
        """Gives the lock back before the session ends; taken twice, it is given back twice."""
        session.execute(_RELEASE, self._asdict())

    def holder(self, session: Connection) -> str | None:
        """Who has the lock, in the words of ``name_session``, and since when."""
        row = session.execute(_HOLDER, self._asdict()).first()
        return f"{row[0].partition(';')[0]}, since {clock.text(row[1])}" if row else None


def name_session(session: Connection, what: str, figure: int | None = None) -> None:
    """Tells whoever looks at the server's sessions what this one is: ``what``, a few words, its
    process and machine; and a ``figure`` behind a semicolon."""
    told = "" if figure is None else f";{figure}"
    name = f"{what}, process {os.getpid()} on {socket.gethostname()}".replace(";", ",")
    room = _LONGEST_NAME - len(told)
    session.execute(_NAME, {"name": name.encode()[:room].decode(errors="ignore") + told})


def are_pooled(first: Connection, second: Connection) -> bool:
    """Whether two connections in autocommit share the server's sessions, as a pooler in
    transaction mode lets them: a lock that one of them takes is then nobody's."""
    before = first.scalar(_PID)
    # The session that was free a moment ago is given to the next who asks.
    second.exec_driver_sql("BEGIN")
    other = second.scalar(_PID)
    after = first.scalar(_PID)
    second.exec_driver_sql("ROLLBACK")
    return bool(before != after or before == other)
