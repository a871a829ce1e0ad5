"""What a cluster costs: a worker with nothing to do, a long queue, and 1, 2 and 3 workers at work.

    python -m benchmarks.cluster --seconds 60 --delay 1 --jobs 60000

Each host of the sample site is a server of its own here, asked once in ``--delay`` seconds.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.holders import free_queues, opened_session, queue_of
from kazcrawl.archive.holdings import count_versions
from kazcrawl.cluster import desk
from kazcrawl.cluster.queue import opened
from kazcrawl.config import Config
from tests.cluster.bed import Machine
from tests.cluster.tasks import AGENCY, everything
from tests.postgres import Postgres, children, postgres
from tests.witness import witness

_SERVERS = 500


def idle(folder: Path, server: Postgres, seconds: float) -> str:
    """What a worker takes that waits for jobs."""
    url = server.database()
    Archive(url).close()
    with witness(articles=14) as site:
        machine = Machine(folder / "idle", url, site, KAZTEST_SILENCE="")
        machine.start()
        try:
            time.sleep(10)  # it has begun
            cpu, transactions = _cpu([machine]), _transactions(server, url)
            time.sleep(seconds)
            cpu, transactions = _cpu([machine]) - cpu, _transactions(server, url) - transactions
            assert machine.process is not None
            memory = Path(f"/proc/{machine.process.pid}/status").read_text().split("VmRSS:")[1]
        finally:
            machine.end()
    return (
        f"idle worker: {int(memory.split()[0]) / 1024:.0f} MB, {cpu / seconds * 60:.2f} CPU s a "
        f"minute, {transactions / seconds:.1f} transactions/s"
    )


def long_queue(server: Postgres, jobs: int) -> str:
    """What a look into a queue takes, and fetching a job."""
    url = server.database()
    Archive(url).close()
    desk.add(Config(KAZCRAWL_ARCHIVE=url), [])
    queues = [queue_of(f"{number}.example") for number in range(_SERVERS)]
    names = ", ".join(f"'{name}'" for name in queues)
    name = url.rpartition("/")[2]
    server.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) "
        f"SELECT (ARRAY[{names}])[1 + number % {_SERVERS}], 'kazcrawl', 'job ' || number "
        f"FROM generate_series(1, {jobs}) number",
        name,
    )
    server.execute("ANALYZE", name)
    with opened_session(url) as session:
        looks = [_timed(lambda: free_queues(session)) for _ in range(9)]

    async def fetching() -> list[float]:
        async with opened(url) as queue:
            worker, took = await queue.register(), []
            for _ in range(9):
                began = time.monotonic()
                assert await queue.fetch(queues, worker) is not None
                took.append(time.monotonic() - began)
            return took

    fetches = asyncio.run(fetching())
    look, fetch = (sorted(times)[4] * 1000 for times in (looks, fetches))
    return f"{jobs:,} jobs of {_SERVERS} servers: a look {look:.0f} ms, a fetch {fetch:.0f} ms"


def _timed(does: Callable[[], object]) -> float:
    began = time.monotonic()
    does()
    return time.monotonic() - began


def at_work(folder: Path, server: Postgres, workers: int, seconds: float, delay: float) -> str:
    """How much some workers fetch in a given time, politely, from several servers."""
    url = server.database()
    Archive(url).close()
    with witness(articles=20_000) as site:
        config = Config(KAZCRAWL_ARCHIVE=url, KAZCRAWL_DATA=str(folder))
        desk.add(config, everything({}, AGENCY))
        machines = [
            Machine(folder / f"w{number}", url, site, KAZCRAWL_SERVERS="none.example=none")
            for number in range(workers)
        ]
        pace = ("-s", f"DOWNLOAD_DELAY={delay}", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
        try:
            for machine in machines:
                machine.start(*pace, "-s", "RANDOMIZE_DOWNLOAD_DELAY=0")
            time.sleep(15)  # all are at work
            asked, cpu = len(site.asked), _cpu(machines)
            held, transactions = _held(url), _transactions(server, url)
            time.sleep(seconds)
            asked, cpu = len(site.asked) - asked, _cpu(machines) - cpu
            held, transactions = _held(url) - held, _transactions(server, url) - transactions
        finally:
            for machine in machines:
                machine.end()
    return (
        f"{workers} workers: {asked / seconds:.2f} requests/s, {held} articles in {seconds:.0f} s, "
        f"{cpu / seconds / workers:.3f} cores a worker, "
        f"{transactions / max(held, 1):.1f} transactions an article"
    )


def _held(url: str) -> int:
    archive = Archive(url)
    try:
        return count_versions(archive)
    finally:
        archive.close()


def _cpu(machines: list[Machine]) -> float:
    """Seconds of CPU that workers and their crawls have used."""
    workers = [machine.process.pid for machine in machines if machine.process]
    pids = [each for pid in workers for each in (pid, *children(pid))]
    stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _transactions(server: Postgres, url: str) -> int:
    name = url.rpartition("/")[2]
    rows = server.execute(
        f"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{name}'"
    )
    return int(rows[0][0])


def main() -> None:
    """Prints a line for each measurement."""
    parser = argparse.ArgumentParser(description="What a cluster costs")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--delay", type=float, default=1)
    parser.add_argument("--jobs", type=int, default=60_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        print(long_queue(server, given.jobs), flush=True)
        print(idle(Path(folder), server, given.seconds), flush=True)
        for workers in (1, 2, 3):
            print(
                at_work(Path(folder) / str(workers), server, workers, given.seconds, given.delay),
                flush=True,
            )


if __name__ == "__main__":
    main()
