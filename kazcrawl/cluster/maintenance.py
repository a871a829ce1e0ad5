"""Keeping house: due jobs, jobs of dead workers, crawls that got stuck. One process at a time."""

import asyncio
import logging
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from procrastinate.exceptions import ConnectorException

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.database import reason
from kazcrawl.archive.holders import end_stuck, housekeeping
from kazcrawl.cluster.queue import Queue
from kazcrawl.cluster.scopes import all_scopes
from kazcrawl.cluster.work import Work, news
from kazcrawl.config import Config

logger = logging.getLogger("kazcrawl.cluster")

EVERY = 10.0
"""Seconds between two rounds of a process."""

SILENCE = 20.0
"""Seconds without a sign of life after which a worker is taken for dead."""

_FORGET_EVERY = 3600.0


async def prepare(queue: Queue, config: Config) -> None:
    """Makes the queue's tables where there are none yet."""
    while True:
        with housekeeping(config.archive_url) as session:
            if session is not None:
                await queue.prepare()
                return
        await asyncio.sleep(0.1)


async def keep_house(queue: Queue, config: Config) -> None:
    """Goes round until it is cancelled; a round that fails is told, and the next one comes."""
    forgotten_at, added = 0.0, dict[str, int]()
    while True:
        try:
            with housekeeping(config.archive_url) as session:
                if session is not None:
                    await take_up_stalled(queue, config)
                    for holder in end_stuck(session, config.cluster_stuck.total_seconds()):
                        logger.warning("ended, it got on with nothing: %s", holder)
                    await add_due(queue, config, added)
                    if time.monotonic() - forgotten_at > _FORGET_EVERY:
                        await queue.forget_old()
                        forgotten_at = time.monotonic()
        except (ArchiveError, OSError, ValueError) as error:
            logger.warning("housekeeping: %s", error)
        except ConnectorException as error:
            logger.warning("housekeeping: %s", reason(error.__cause__ or error))
        await asyncio.sleep(EVERY)


async def take_up_stalled(queue: Queue, config: Config) -> None:
    """The jobs of workers that were not heard of for a while wait again, or are buried when it
    happened too often."""
    for job in await queue.stalled(SILENCE):
        work = Work.from_args(job.task_kwargs)
        if job.attempts + 1 < config.cluster_attempts:
            logger.warning("job %s: its worker is gone, it waits again: %s", job.id, work.name)
            await queue.retry(job)
        else:
            when = clock.text(datetime.now(UTC))
            await queue.bury(job, work.failed(f"{when} its worker died, time and again"))


async def add_due(queue: Queue, config: Config, added: dict[str, int]) -> None:
    """Adds the jobs that are due; ``added`` are the moments of those that this process knows to
    be added, by name."""
    for work, moment in due(config, time.time()):
        if added.get(work.name) != moment:
            if await queue.add_periodic(work, moment):
                logger.info("due: %s", work.name)
            added[work.name] = moment


def due(config: Config, now: float) -> Iterator[tuple[Work, int]]:
    """The last news of every edition and site, and the moment (seconds since 1970) at which each
    became due last; they are spread over the span. Raises what ``addresses`` raises."""
    if config.cluster_news is None:
        return
    span = max(1, int(config.cluster_news.total_seconds()))
    for scope in all_scopes(config):
        work = news(scope, config.servers)
        offset = zlib.crc32(work.name.encode()) % span
        yield work, int(now - offset) // span * span + offset
