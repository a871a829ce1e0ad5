"""One run at a time for a data folder: a lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazcrawl import clock


class LockedError(Exception):
    """Another process holds the lock; the message names it, in one line."""


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Holds the lock file ``path`` for ``what`` (a few words that a waiting person reads).

    The kernel gives the lock back when the process dies, however it dies; the file stays.
    Raises LockedError at once when another process holds it, OSError when it cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip() or "another run"
            raise LockedError(f"{path}: held by {holder}") from None
        os.ftruncate(descriptor, 0)
        said = f"{what}, process {os.getpid()}, since {clock.text(clock.now())}\n"
        os.pwrite(descriptor, said.encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def waiting_lock(path: Path) -> Iterator[None]:
    """Holds the lock file ``path``, waiting for another process to give it back."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
