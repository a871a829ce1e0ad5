"""What a command takes: seconds of wall clock and of CPU, and memory."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from tests.support import environment


class Cost(NamedTuple):
    """Seconds of wall clock, and of CPU in all processes."""

    wall: float
    cpu: float


def cost_of(command: list[str], root: Path, cores: set[int], limit: float) -> Cost:
    """Runs a command of a clone on some cores. One that takes more seconds than ``limit``, or
    ends with an exit code other than 0, is an error."""
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, Path(__file__).with_name("reaper.py"), *command],
        cwd=root,
        env=environment() | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        check=True,
        timeout=limit,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    return Cost(time.perf_counter() - began, float(told.stdout))


class Use(NamedTuple):
    """Seconds of CPU and of wall clock, and megabytes at the peak, of one process."""

    cpu: float
    wall: float
    megabytes: float


def use_of(arguments: list[str], root: Path, limit: float, **variables: str) -> Use:
    """Runs a clone's Python. What takes more seconds than ``limit``, or ends with an exit code
    other than 0, is an error."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [root / ".venv/bin/python", *arguments],
        cwd=root,
        env=environment() | {"PYTHONPATH": str(root)} | variables,
        stdout=subprocess.DEVNULL,
    )
    timer = Timer(limit, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    assert os.waitstatus_to_exitcode(status) == 0, arguments
    wall = time.perf_counter() - began
    return Use(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
