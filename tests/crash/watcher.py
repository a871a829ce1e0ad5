"""Kills or freezes this process, or kills one that works for it, at a named step of archiving or
publishing: ``KILL_AT`` names the step, ``KILL_NTH`` counts its occurrences from 1.
"""

import logging
import os
import signal

from tests.support import readers_of

_seen = 0
_killed: set[int] = set()


def _count(step: str) -> int:
    """Which occurrence of the named step this is, 0 for another step."""
    global _seen
    if step != os.environ.get("KILL_AT"):
        return 0
    _seen += 1
    return _seen


def _nth() -> int:
    return int(os.environ.get("KILL_NTH", "1"))


def kill(step: str) -> None:
    """A step watcher: kills this process, hard."""
    if _count(step) == _nth():
        os.kill(os.getpid(), signal.SIGKILL)


def freeze(step: str) -> None:
    """A step watcher: stops this process, as a debugger or a full disk queue would."""
    if _count(step) == _nth():
        os.kill(os.getpid(), signal.SIGSTOP)


def kill_reader(step: str) -> None:
    """A step watcher: kills a process that reads pages for this one at every such step, until
    none is left."""
    number = _count(step)
    left = [reader for reader in readers_of(os.getpid()) if reader not in _killed]
    if left and number and number % _nth() == 0:
        logging.getLogger("kazcrawl").info("a reader is killed")
        os.kill(left[0], signal.SIGKILL)
        _killed.add(left[0])
