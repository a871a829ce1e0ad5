"""Servers that are to be left alone for a while: manners that do not end with the process."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from kazcrawl import clock
from kazcrawl.archive.schema import closed_server
from kazcrawl.archive.store import Archive

_LONGEST = timedelta(days=1)


class ClosedServer(NamedTuple):
    """A server, or a single host, that is not asked ``until`` then (UTC text), and why."""

    server: str
    reason: str
    until: str


def close_server(archive: Archive, closed: ClosedServer) -> None:
    """Remembers for later runs that a server is left alone. Raises ArchiveError.

    A time that is more than a day away is not believed: it becomes a day.
    """
    now = clock.now()
    until = min(closed.until, clock.text(now + _LONGEST))
    with archive.writing() as connection:
        connection.execute(delete(closed_server).where(closed_server.c.server == closed.server))
        connection.execute(
            insert(closed_server).values(
                server=closed.server,
                reason=closed.reason[:60],
                noted_at=clock.text(now),
                until=until,
            )
        )


def closed_servers(archive: Archive) -> dict[str, ClosedServer]:
    """The servers that are to be left alone now, by name. Raises ArchiveError.

    What was noted later than now was noted by a wrong clock.
    """
    now = clock.text(clock.now())
    columns = (closed_server.c[name] for name in ClosedServer._fields)
    with archive.reading() as reader:
        rows = reader.execute(
            select(*columns).where(closed_server.c.noted_at <= now, closed_server.c.until > now)
        )
        return {row.server: ClosedServer(*row) for row in rows}
