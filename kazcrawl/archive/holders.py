"""Who holds what in a cluster: the servers that are asked, stuck crawls, what only one may do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive.advisory import AdvisoryLock
from kazcrawl.archive.database import failure, masked
from kazcrawl.archive.fence import SPACE, lock_of
from kazcrawl.archive.sessions import own_engine

TASK = "kazcrawl"
"""The name of our jobs: the queue's tables may be others' as well."""

LONG = AdvisoryLock(0x6B617A69, 1)
"""Of who does a job that asks no server, for as long as it takes: one at a time in a cluster."""

_HOUSEKEEPING = AdvisoryLock(0x6B617A68, 1)
# A round of housekeeping takes moments: who is at it for longer is frozen.
_LONGEST_ROUND = 60.0
_SERVER = "server "
_HELD = (
    "FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted "
    "AND datname = current_database() AND classid = :space"
)
# ruff: noqa: S608 what is put together here are constants
_FREE = text(
    "SELECT DISTINCT queue_name FROM procrastinate_jobs WHERE status = 'todo' "
    f"AND task_name = '{TASK}' "
    "AND (scheduled_at IS NULL OR scheduled_at <= now()) "
    f"AND queue_name NOT IN (SELECT '{_SERVER}' || objid {_HELD})"
)
# A holder tells at each look for how many seconds it got on with nothing. The planner may ask for
# the parts of a condition in any order: who is to be ended is known before anybody is.
_END_STUCK = text(
    f"WITH stuck AS MATERIALIZED (SELECT DISTINCT pid, application_name {_HELD} "
    "AND extract(epoch FROM clock_timestamp() - state_change) "
    "+ coalesce(nullif(split_part(application_name, ';', 2), ''), '0')::int > :seconds) "
    "SELECT application_name FROM stuck WHERE pg_terminate_backend(pid)"
)
_WORKERS = text(
    "SELECT count(*) FROM procrastinate_workers "
    "WHERE last_heartbeat > now() - make_interval(secs => :seconds)"
)
_DONE = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded' AND task_name = :task"
)


def queue_of(server: str) -> str:
    """The queue of the jobs that ask a server: of the key of its lock, for names of channels,
    which the queue makes of it, are short."""
    return f"{_SERVER}{lock_of(server).key}"


def asks_server(queue: str) -> bool:
    """Whether the jobs of a queue ask a server."""
    return queue.startswith(_SERVER)


@contextmanager
def opened_session(url: str) -> Iterator[Connection]:
    """A session of its own. Raises ArchiveError, also for what goes wrong in it."""
    try:
        with own_engine(url).connect() as session:
            yield session
    except SQLAlchemyError as error:
        raise failure(masked(url), error) from error


@contextmanager
def housekeeping(url: str) -> Iterator[Connection | None]:
    """A session of who alone keeps house for the cluster; None where another does just now.

    Raises ArchiveError, also for what goes wrong in it.
    """
    with opened_session(url) as session:
        if _HOUSEKEEPING.take(session):
            yield session
        else:
            _end_stuck(session, _HOUSEKEEPING.space, _LONGEST_ROUND)
            yield None


def free_queues(session: Connection) -> set[str]:
    """The queues in which jobs are due; those of servers that a crawl asks just now are none."""
    return set(session.scalars(_FREE, {"space": SPACE}))


def end_stuck(session: Connection, seconds: float) -> list[str]:
    """Ends the sessions of the crawls that hold a server and got on with nothing for so long, or
    were not heard of; gives their names. Only so a process that was stopped lets go."""
    return _end_stuck(session, SPACE, seconds)


def count_workers(session: Connection, seconds: float) -> int:
    """The workers that were heard of in the last seconds."""
    return session.scalar(_WORKERS, {"seconds": seconds}) or 0


def count_done(session: Connection) -> int:
    """The jobs that are done and not forgotten."""
    return session.scalar(_DONE, {"task": TASK}) or 0


def _end_stuck(session: Connection, space: int, seconds: float) -> list[str]:
    rows = session.execute(_END_STUCK, {"space": space, "seconds": seconds})
    return [row[0].partition(";")[0] for row in rows]
