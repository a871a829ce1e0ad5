"""Kills this process, hard, at a named step of archiving or publishing."""

import os
import signal

_seen = 0


def kill(step: str) -> None:
    """A step watcher: ``KILL_AT`` names the step, ``KILL_NTH`` counts its occurrences from 1."""
    global _seen
    if step == os.environ.get("KILL_AT"):
        _seen += 1
        if _seen == int(os.environ.get("KILL_NTH", "1")):
            os.kill(os.getpid(), signal.SIGKILL)


def freeze(step: str) -> None:
    """A step watcher: stops this process, as a debugger or a full disk queue would, at the step
    that ``KILL_AT`` names."""
    if step == os.environ.get("KILL_AT"):
        os.kill(os.getpid(), signal.SIGSTOP)
