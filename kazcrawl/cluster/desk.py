"""What people ask of the queue: adding jobs, looking at them, trying dead ones again."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from procrastinate.jobs import Job

from kazcrawl import clock
from kazcrawl.archive.holders import count_done, count_workers, opened_session
from kazcrawl.cluster.maintenance import SILENCE, prepare
from kazcrawl.cluster.queue import opened
from kazcrawl.cluster.work import DEAD, Work
from kazcrawl.config import Config

ALL = "all"


class Added(NamedTuple):
    """The name of a job, and whether it was added: not where one of its name waits already."""

    name: str
    is_new: bool


def add(config: Config, works: Iterable[Work]) -> list[Added]:
    """Adds jobs. Raises ArchiveError."""

    async def adding() -> list[Added]:
        async with opened(config.archive_url) as queue:
            await prepare(queue, config)
            return [Added(work.name, await queue.add(work)) for work in works]

    return asyncio.run(adding())


def again(config: Config, numbers: Sequence[str]) -> list[Added]:
    """Makes dead letters jobs again, by their numbers or ``all``.

    Raises LookupError for a number that is none's, before anything is done, and ArchiveError.
    """

    async def reviving() -> list[Added]:
        async with opened(config.archive_url) as queue:
            await prepare(queue, config)
            letters = {str(job.id): job for job in await queue.of_status("todo", DEAD)}
            for number in numbers:
                if number != ALL and number not in letters:
                    raise LookupError(number)
            chosen = [letters[number] for number in (letters if ALL in numbers else numbers)]
            return [Added(_name(job), await queue.revive(job)) for job in chosen]

    return asyncio.run(reviving())


def status(config: Config) -> dict[str, Any]:
    """The jobs that run, wait and are dead, each as a dict, the number of those that were done in
    the last three days, and of the workers that live. Raises ArchiveError."""

    async def looking() -> dict[str, Any]:
        async with opened(config.archive_url) as queue:
            await prepare(queue, config)
            waiting = await queue.of_status("todo")
            return {
                "running": [_told(job) for job in await queue.of_status("doing")],
                "waiting": [_told(job) for job in waiting if job.queue != DEAD],
                "dead": [_told(job) for job in waiting if job.queue == DEAD],
            }

    told = asyncio.run(looking())
    with opened_session(config.archive_url) as session:
        counts = {"workers": count_workers(session, SILENCE), "done": count_done(session)}
    return counts | told


def _told(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "name": _name(job),
        "kind": job.task_kwargs.get("kind"),
        "worker": job.worker_id,
        "due": clock.text(job.scheduled_at) if job.scheduled_at else None,
        "failures": job.task_kwargs.get("failures", []),
    }


def _name(job: Job) -> str:
    return str(job.task_kwargs.get("name"))
