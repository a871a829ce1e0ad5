"""The queue in lines, for people."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kazcrawl.logs.program import called


def lines_of(told: dict[str, Any]) -> Iterator[str]:
    """What runs and waits, of what ``desk.status`` tells."""
    sizes = " · ".join(f"{len(told[name])} {name}" for name in ("running", "waiting", "dead"))
    yield f"{told['workers']} workers · {sizes} · {told['done']} done in the last three days"
    for job in told["running"]:
        yield f"{job['id']:>8}  {job['name']}, by worker {job['worker']}"
    if waiting := Counter(job["kind"] for job in told["waiting"]):
        yield f"waiting: {', '.join(f'{number} {kind}' for kind, number in waiting.items())}"
    for job in told["waiting"]:
        if job["failures"]:
            yield f"{job['id']:>8}  {job['name']}, again at {job['due']}: {job['failures'][-1]}"
    if told["dead"]:
        yield (
            f"dead: {called()} cluster status --dead tells why, "
            f"{called()} cluster enqueue again NUMBER tries again"
        )


def lines_of_dead(told: dict[str, Any]) -> Iterator[str]:
    """What is tried no more, and why."""
    for job in told["dead"]:
        yield f"{job['id']:>8}  {job['name']}"
        for reason in job["failures"]:
            yield f"{'':10}{reason}"
    if not told["dead"]:
        yield "no job is dead"
