"""One run at a time for a data folder: a lock that dies with its process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazcrawl import clock

# How often a lock that another process holds is tried again, in seconds.
_PAUSE = 0.1


class LockedError(Exception):
    """Another process holds the lock; the message names it, in one line."""


@contextmanager
def locked(path: Path, what: str, patience: float = 0) -> Iterator[None]:
    """Holds the lock file ``path`` for ``what`` (a few words that a waiting person reads).

    The kernel gives the lock back when the process dies, however it dies; the file stays.
    Raises LockedError when another process holds it still after ``patience`` seconds (it may be
    frozen: nobody waits for ever), OSError when it cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        until = time.monotonic() + patience
        while not _take(descriptor):
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
                raise LockedError(f"{path}: held by {holder or 'another run'}")
            time.sleep(_PAUSE)
        os.ftruncate(descriptor, 0)
        said = f"{what}, process {os.getpid()}, since {clock.text(clock.now())}\n"
        os.pwrite(descriptor, said.encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
