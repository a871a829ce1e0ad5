"""The processes of a browser: a hung one does not end when it is asked to."""

import os
import signal
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def children(pid: int) -> list[int]:
    """The processes that ``pid`` started and that run; empty where there is no ``/proc``."""
    return _by_parent().get(pid, [])


def descendants(*pids: int) -> list[int]:
    """Every process below ``pids``, parents first; empty where there is no ``/proc``."""
    below = _by_parent()
    found: list[int] = []
    waiting = list(pids)
    while waiting:
        own = below.get(waiting.pop(0), [])
        found.extend(own)
        waiting.extend(own)
    return found


def _by_parent() -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    if _PROC.is_dir():
        for entry in _PROC.iterdir():
            if entry.name.isdecimal():
                with suppress(OSError, ValueError, IndexError):
                    # The name of a program stands in brackets and may hold anything.
                    parent = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2]
                    children[int(parent.split()[1])].append(int(entry.name))
    return children


def kill(pids: list[int]) -> None:
    """Ends processes at once; those that have ended already are passed over."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
