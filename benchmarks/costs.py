"""What a command takes: seconds of wall clock, and of CPU in all of its processes."""

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from tests.support import environment


class Cost(NamedTuple):
    """Seconds of wall clock and of CPU."""

    wall: float
    cpu: float


def cost_of(command: list[str], root: Path, cores: set[int], limit: float) -> Cost:
    """Runs a command of a clone on some cores. One that takes more seconds than ``limit``, or
    ends with an exit code other than 0, is an error."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(
        command,
        cwd=root,
        env=environment() | {"PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=limit,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    after = os.times()
    return Cost(time.perf_counter() - began, sum(after[2:4]) - sum(before[2:4]))
