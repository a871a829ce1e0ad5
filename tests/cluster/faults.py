"""Workers on one site and archive while things die: does every version come out once, is no
server ever asked by two crawls, and is a killed worker's job taken up within a minute?

    python -m tests.cluster.faults --seconds 600 --seed 1

Each schedule is random: workers killed, stopped and continued (with their crawls, or without),
their sessions ended, the database restarted, politely or not, a worker's network cut. With
``--days 30`` jobs are those of the news and of a backfill, beside a second agency's.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.cluster.schedule import Schedule, opened_bed

_TAKEN_UP_WITHIN = 60.0


class Result(NamedTuple):
    """What came of a schedule: whether all held, the faults, and ``Schedule.slowest``."""

    held: bool
    faults: Counter[str]
    waits: float
    runs: float


def run_one(given: argparse.Namespace, seed: int, beside: int) -> Result:
    """Runs a schedule; prints a line of it, and what does not hold."""
    with (
        tempfile.TemporaryDirectory() as folder,
        opened_bed(given.articles, beside, given.days) as bed,
    ):
        schedule = Schedule(Path(folder), bed, seed)
        wrong = schedule.run(given.faults, pause=8)
        waits, runs = schedule.slowest()
        if waits > _TAKEN_UP_WITHIN:
            wrong.append(f"a killed worker's job waited again after {waits:.0f} s only")
        said = [f"--- {own.folder.name}\n{own.log()[-4000:]}" for own in schedule.machines]
        seconds = time.monotonic() - schedule.began
        print(
            f"seed {seed}: {'BROKEN' if wrong else 'held'}, {seconds:.0f} s, "
            f"{len(bed.site.asked)} requests, jobs began {schedule.begun()} times, a killed "
            f"worker's job waits again after {waits:.0f} s, runs again after {runs:.0f} s; "
            f"{', '.join(line.split(maxsplit=2)[2] for line in schedule.said)}",
            flush=True,
        )
    if wrong:
        print("\n".join([*schedule.said, *wrong[:20], *said]), flush=True)
    return Result(not wrong, schedule.done, waits, runs)


def run_some(given: argparse.Namespace, beside: int) -> list[Result]:
    """The schedules of one of those chains that run at the same time, while there is time."""
    end, results = time.monotonic() + given.seconds, []
    for seed in range(given.seed + beside, given.seed + given.schedules, given.together):
        if time.monotonic() > end:
            break
        results.append(run_one(given, seed, beside))
    return results


def main() -> None:
    """Prints a line a schedule and the sum; ends with 1 when one of them broke anything."""
    parser = argparse.ArgumentParser(description="Random schedules of faults over a cluster")
    parser.add_argument("--seconds", type=float, default=600, help="begin none after so long")
    parser.add_argument("--schedules", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--together", type=int, default=3, help="so many at the same time")
    parser.add_argument("--articles", type=int, default=420)
    parser.add_argument("--faults", type=int, default=6)
    days = "the news, a backfill of so many days by months and a second agency, instead of all"
    parser.add_argument("--days", type=int, default=0, help=days)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.together) as processes:
        chains = processes.map(partial(run_some, given), range(given.together))
        results = [result for chain in chains for result in chain]
    held = sum(result.held for result in results)
    faults = sum((result.faults for result in results), Counter[str]())
    waits = max((result.waits for result in results), default=0)
    runs = max((result.runs for result in results), default=0)
    print(
        f"{held} of {len(results)} schedules held; {dict(faults)}; the job of a killed worker "
        f"waited again after {waits:.0f} s at most, ran again after {runs:.0f} s at most"
    )
    sys.exit(held < len(results))


if __name__ == "__main__":
    main()
