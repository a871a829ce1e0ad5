"""The queue: procrastinate's tables in the archive's database, by its job manager.

Its own locks between jobs are not used: a job of the future that has one holds up all others of
the lock. Jobs of one name are one as long as they wait; who asks a server is the fence's to say.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, PsycopgConnector, jobs
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from psycopg import AsyncConnection
from psycopg import Error as PsycopgError
from sqlalchemy import make_url

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.database import masked, reason
from kazcrawl.archive.holders import TASK
from kazcrawl.cluster.work import DEAD, Work

# As the archive's own connections: nobody waits for ever for a server that vanished.
_CONNECTION: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Queue:
    """The open queue of a cluster. Every method may raise ConnectorException."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._manager = app.job_manager

    async def prepare(self) -> None:
        """Makes the tables where there are none. One process at a time."""
        if not await self._app.check_connection_async():
            await self._app.schema_manager.apply_schema_async()

    # --- who puts jobs in ---------------------------------------------------------------------

    async def add(self, work: Work, wait: timedelta = timedelta()) -> bool:
        """Adds a job that is due after ``wait``; False where one of its name waits already."""
        try:
            await self._manager.defer_job_async(_job(work, datetime.now(UTC) + wait))
        except AlreadyEnqueued:
            return False
        return True

    async def add_periodic(self, work: Work, moment: int) -> bool:
        """Adds the job of a moment (seconds since 1970), once for all who would; False where one
        of its name waits already, or the moment's was added."""
        job = _job(work).evolve(task_kwargs=work.as_args() | {"timestamp": moment})
        name = hashlib.sha256(work.name.encode()).hexdigest()  # there is room for 128 characters
        try:
            return await self._manager.defer_periodic_job(job, name, moment) is not None
        except AlreadyEnqueued:
            return False

    # --- who does them ------------------------------------------------------------------------

    async def register(self) -> int:
        """The number of a new worker."""
        return await self._manager.register_worker()

    async def beat(self, worker: int) -> None:
        """The worker lives."""
        await self._manager.update_heartbeat(worker)

    async def leave(self, worker: int) -> None:
        """The worker has ended."""
        await self._manager.unregister_worker(worker)

    async def fetch(self, queues: list[str], worker: int) -> jobs.Job | None:
        """The most urgent job that is due in some queues, now the worker's."""
        return await self._manager.fetch_job(queues, worker)

    async def done(self, job: jobs.Job) -> None:
        """The job did what it should; a dead letter of its name is settled by that."""
        await self._manager.finish_job(job, jobs.Status.SUCCEEDED, delete_job=False)
        await self._drop(_letter(str(job.queueing_lock)))

    async def put_back(self, job: jobs.Job, work: Work, wait: timedelta) -> None:
        """The job waits again, as ``work`` says, instead of any other of its name; the queue
        counts no attempt."""
        while not await self.add(work, wait):
            await self._drop(work.name)
        await self._manager.finish_job(job, jobs.Status.ABORTED, delete_job=True)

    async def bury(self, job: jobs.Job, work: Work) -> None:
        """The job is tried no more; the newest dead letter of its name is kept."""
        lock = _letter(work.name)
        await self._drop(lock)
        await self._manager.defer_job_async(_job(work).evolve(queue=DEAD, queueing_lock=lock))
        await self._manager.finish_job(job, jobs.Status.FAILED, delete_job=True)

    async def _drop(self, queueing_lock: str) -> None:
        """Whatever waits under a name waits no more."""
        rows = await self._manager.list_jobs_async(queueing_lock=queueing_lock, status="todo")
        for row in rows:
            await self._manager.cancel_job_by_id_async(row.id or 0, delete_job=True)

    # --- who keeps house ----------------------------------------------------------------------

    async def stalled(self, seconds: float) -> list[jobs.Job]:
        """The jobs of workers that were not heard of for so long."""
        rows = await self._manager.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=seconds)
        return list(rows)

    async def retry(self, job: jobs.Job) -> None:
        """A stalled job waits again, its attempt counted; where another of its name waits, it is
        over."""
        try:
            await self._manager.retry_job(job)
        except UniqueViolation:
            await self._manager.finish_job(job, jobs.Status.FAILED, delete_job=False)

    async def forget_old(self) -> None:
        """Forgets workers not heard of for an hour, and jobs that ended three days ago."""
        await self._manager.prune_stalled_workers(3600)
        await self._manager.delete_old_jobs(72, include_failed=True, include_aborted=True)

    # --- who looks ----------------------------------------------------------------------------

    async def of_status(self, status: str, queue: str | None = None) -> list[jobs.Job]:
        """The jobs of a status (todo, doing, succeeded, failed), the oldest first."""
        rows = await self._manager.list_jobs_async(task=TASK, status=status, queue=queue)
        return list(rows)

    async def revive(self, letter: jobs.Job) -> bool:
        """A dead letter is a job again, its failures forgotten; False where its name waits."""
        work = Work.from_args(letter.task_kwargs)
        added = await self.add(Work(work.kind, work.name, work.queue, work.command))
        await self._manager.cancel_job_by_id_async(letter.id or 0, delete_job=True)
        return added


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Queue]:
    """The queue in an archive's database. ArchiveError when it cannot be reached."""
    address = make_url(url).set(drivername="postgresql")
    conninfo = address.render_as_string(hide_password=False)
    try:
        # A pool would try for half a minute, and tell nothing of what was wrong.
        await (await AsyncConnection.connect(conninfo, **_CONNECTION)).close()
    except PsycopgError as error:
        raise ArchiveError(f"queue in {masked(url)}: {reason(error)}") from error
    connector = PsycopgConnector(
        conninfo=conninfo,
        min_size=1,
        max_size=3,
        timeout=10,
        kwargs=_CONNECTION | {"application_name": "kazcrawl"},
    )
    app = App(connector=connector)
    try:
        async with app.open_async():
            yield Queue(app)
    except (ConnectorException, PsycopgError) as error:
        cause = error.__cause__ or error
        raise ArchiveError(f"queue in {masked(url)}: {reason(cause)}") from error


def _letter(name: str) -> str:
    return f"{DEAD} {name}"


def _job(work: Work, scheduled_at: datetime | None = None) -> jobs.Job:
    kwargs: dict[str, Any] = work.as_args()
    return jobs.Job(
        id=None, queue=work.queue, lock=None, queueing_lock=work.name, task_name=TASK,
        priority=work.priority, task_kwargs=kwargs, scheduled_at=scheduled_at,
    )  # fmt: skip
