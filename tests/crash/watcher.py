"""Kills this process, or one that works for it, at a named step of archiving or publishing."""

import logging
import os
import signal
from multiprocessing import active_children

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


def kill_reader(step: str) -> None:
    """A step watcher: kills a process that reads pages for this one whenever it is at that step
    for the ``KILL_NTH`` time, until none is left."""
    global _seen
    if step == os.environ.get("KILL_AT"):
        _seen += 1
        readers = active_children()
        if readers and _seen % int(os.environ.get("KILL_NTH", "1")) == 0:
            logging.getLogger("kazcrawl").info("a reader is killed")
            readers[0].kill()
