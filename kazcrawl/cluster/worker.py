"""A worker: fetches the most urgent job whose server nobody asks, runs it, tells how it ended."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.database import reason
from kazcrawl.archive.holders import LONG, asks_server, free_queues, opened_session
from kazcrawl.cluster.maintenance import add_due, keep_house, prepare
from kazcrawl.cluster.outcome import Outcome, settle
from kazcrawl.cluster.queue import Queue, opened
from kazcrawl.cluster.running import Child
from kazcrawl.cluster.work import ANYWHERE, Work, folder_queue
from kazcrawl.config import Config

logger = logging.getLogger("kazcrawl.cluster")

POLL, BEAT = 2.0, 5.0
"""Seconds between two looks into the queue, and between two signs of life."""

_LONGEST_SILENCE = 30.0


class Place(NamedTuple):
    """Where a worker works: its data folder's id, the command line's settings for its children,
    and their environment."""

    folder: str
    settings: tuple[str, ...]
    environment: Mapping[str, str]


class Worker:
    """One job at a time, until it is stopped; with ``once``, until nothing is due.

    ``is_keeper``: it runs no jobs, it only keeps house, as every worker does besides.
    """

    def __init__(
        self, config: Config, place: Place, *, is_keeper: bool = False, once: bool = False
    ) -> None:
        self.config = config
        self.place = place
        self.is_keeper, self.once = is_keeper, once
        self._stopping = asyncio.Event()
        self._child: Child | None = None
        self._beside: list[asyncio.Task[None]] = []

    def stop(self) -> None:
        """Ends the worker; the job that runs ends with what it has, and waits again."""
        self._stopping.set()
        if self._child is not None:
            self._child.stop()

    async def run(self) -> None:
        """Works. A database that cannot be reached is waited for; ArchiveError where there never
        was one."""
        pause, was_there = 1.0, False
        while not self._stopping.is_set():
            try:
                async with opened(self.config.archive_url) as queue:
                    await prepare(queue, self.config)
                    was_there, pause = True, 1.0
                    with opened_session(self.config.archive_url) as session:
                        await self._work(queue, session)
                    return
            except (ArchiveError, ConnectorException) as error:
                if not was_there:
                    raise
                logger.warning("%s; trying again in %.0f s", error, pause)
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_SILENCE)

    async def _work(self, queue: Queue, session: Connection) -> None:
        async with self._registered(queue) as number:
            if self.once:
                await add_due(queue, self.config, {})
            while not self._stopping.is_set():
                for task in self._beside:
                    if task.done():
                        task.result()  # an error of the program's: not gone on with
                is_done = self.is_keeper or not await self._do_next(queue, session, number)
                if is_done and self.once:
                    return
                if is_done:
                    await self._rest(POLL)

    @asynccontextmanager
    async def _registered(self, queue: Queue) -> AsyncIterator[int]:
        """The number of a worker that gives signs of life and keeps house, until it leaves."""
        number = await queue.register()
        self._beside = [
            asyncio.create_task(self._beat(queue, number)),
            asyncio.create_task(keep_house(queue, self.config)),
        ]
        try:
            yield number
        finally:
            left = set(self._beside)
            while left:
                # A cancellation that comes in the moment in which a wait ends is lost in it.
                for task in left:
                    task.cancel()
                _, left = await asyncio.wait(left, timeout=1)
            await asyncio.gather(*self._beside, return_exceptions=True)
            with suppress(ConnectorException):
                await queue.leave(number)

    async def _beat(self, queue: Queue, number: int) -> None:
        while True:
            with suppress(ConnectorException):  # the next one tells, or the work itself
                await queue.beat(number)
            await asyncio.sleep(BEAT)

    # --- a job --------------------------------------------------------------------------------

    async def _do_next(self, queue: Queue, session: Connection, number: int) -> bool:
        """Does the most urgent job that this worker may do now; False where there is none."""
        queues, may_be_long = await asyncio.to_thread(self._choose, session)
        try:
            job = await queue.fetch(queues, number)
            if job is not None:
                await self._do(queue, job)
            return job is not None
        finally:
            if may_be_long:
                with suppress(SQLAlchemyError):  # a lost session has given it back
                    LONG.release(session)

    def _choose(self, session: Connection) -> tuple[list[str], bool]:
        """The queues to fetch from; whether jobs that ask no server, and may take long, are among
        them: one worker of a cluster at a time does such, so that the others are there for news."""
        free = free_queues(session)
        queues = [name for name in free if asks_server(name)]
        own = free & {ANYWHERE, folder_queue(self.place.folder)}
        if own and LONG.take(session):
            return [*queues, *own], True
        return queues, False

    async def _do(self, queue: Queue, job: Job) -> None:
        try:
            work = Work.from_args(job.task_kwargs)
        except (KeyError, TypeError):
            logger.warning("job %s is none of ours: left as failed", job.id)
            await queue.bury(job, Work("unknown", f"job {job.id}", "", ()))
            return
        logger.info("job %s begins: %s", job.id, work.name)
        environment = {**self.place.environment, **self._bounds(work)}
        self._child = Child([*work.command, *self.place.settings], environment)
        if self._stopping.is_set():
            self._child.stop()
        try:
            outcome = await self._child.run()
        finally:
            self._child = None
        logger.info("job %s ended: %s: %s", job.id, work.name, outcome.reason)
        await self._settle(queue, job, work, outcome)

    def _bounds(self, work: Work) -> dict[str, str]:
        seconds = self.config.cluster_slice.total_seconds() * work.slices
        return {"KAZCRAWL_MAX_RUNTIME": f"{seconds:.0f}"} if work.is_crawl else {}

    async def _settle(self, queue: Queue, job: Job, work: Work, outcome: Outcome) -> None:
        """Tells the queue, however long its database is away; another may have told it by then."""
        pause = 1.0
        while True:
            try:
                await settle(queue, job, work, outcome, self.config, self._stopping.is_set())
                return
            except ConnectorException as error:
                if "Job was not found" in str(error.__cause__):
                    logger.warning("job %s was another's meanwhile: %s", job.id, work.name)
                    return
                why = reason(error.__cause__ or error)
                logger.warning("job %s cannot be told: %s", job.id, why)
            if self._stopping.is_set():
                return  # it is taken for stalled, and done again
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_SILENCE)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
