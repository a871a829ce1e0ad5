"""What came of a job, and what becomes of it."""

import logging
import random
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from procrastinate.jobs import Job

from kazcrawl import clock, health
from kazcrawl.cluster.queue import Queue
from kazcrawl.cluster.work import Work
from kazcrawl.config import Config

logger = logging.getLogger("kazcrawl.cluster")

_SOON = timedelta(seconds=5)
# After the first failure; twice as long after each further one.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_LONGEST_REASON = 300


class Outcome(NamedTuple):
    """How a command ended: its exit code (a signal's number below 0), and why, in a line."""

    code: int
    reason: str

    @classmethod
    def of(cls, code: int, said: str) -> "Outcome":
        """The line that every exit code but 0 comes with; without such, the last that was said."""
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        own = [line for line in lines if line.startswith("kazcrawl: ")]
        told = (own or lines or [""])[-1].removeprefix("kazcrawl: ")[:_LONGEST_REASON]
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return cls(code, f"{how}: {told}" if told else how)


async def settle(
    queue: Queue, job: Job, work: Work, outcome: Outcome, config: Config, is_leaving: bool
) -> None:
    """The job is done, waits again or is tried no more. Raises ConnectorException."""
    code = outcome.code
    if code == health.GOOD:
        await queue.done(job)
    elif code == health.STOPPED and not is_leaving:
        await queue.put_back(job, work.gave_way(), timedelta())
    elif code in (health.STOPPED, health.LOCKED) or is_leaving:
        # It found the server asked, or its worker ends: nobody's failure.
        await queue.put_back(job, work, _SOON * random.uniform(1, 2))
    else:
        failed = work.failed(f"{clock.text(datetime.now(UTC))} {outcome.reason}")
        tries = len(failed.failures)
        if code == health.USAGE or tries >= config.cluster_attempts:
            logger.warning("job %s is tried no more: %s: %s", job.id, work.name, outcome.reason)
            await queue.bury(job, failed)
        else:
            pause = min(_FIRST_PAUSE * 2 ** (tries - 1), _LONGEST_PAUSE)
            await queue.put_back(job, failed, pause)
