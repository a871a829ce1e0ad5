"""Pieces of pure work done by processes, their outcomes in the order of the pieces.

A worker that dies, hangs, or meets an error loses nothing: the parent does its pieces itself.
"""

import os
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kazcrawl.disk.members import SIZE, packed, started

Outcome = TypeVar("Outcome")

# Pieces that wait at a worker, so that none is idle while the parent is busy.
_AHEAD = 3
_MOST = 8
# Pieces take a second or two; the slowest pages, all in one piece, would take a minute.
_PATIENCE = 300.0


def cores() -> int:
    """How many workers there are to be at the most: one a core that this process may use."""
    return min(len(os.sched_getaffinity(0)), _MOST)


class Workers:
    """So many processes, begun at once; or this one alone where they are fewer than two."""

    def __init__(self, number: int, module: str, patience: float = _PATIENCE) -> None:
        """What ``module`` imports is there before the first piece. A worker that gives no outcome
        for ``patience`` seconds in which it is waited for is killed. Raises OSError."""
        self._workers = [_Worker(module, patience) for _ in range(number if number > 1 else 0)]

    def in_order(
        self, work: Callable[..., Outcome], pieces: Iterable[tuple[Any, ...]]
    ) -> Iterator[Outcome]:
        """``work(*piece)`` of every piece, in their order.

        ``work``, pieces and outcomes go through sockets: a function of a module, values that can
        be pickled, small pieces. What ``work`` raises is raised here.
        """
        waiting: deque[tuple[_Worker, tuple[Any, ...]]] = deque()
        for number, piece in enumerate(pieces):
            if not self._workers:
                yield work(*piece)
                continue
            if len(waiting) == _AHEAD * len(self._workers):
                yield _outcome(work, *waiting.popleft())
            worker = self._workers[number % len(self._workers)]
            worker.give(work, piece)
            waiting.append((worker, piece))
        while waiting:
            yield _outcome(work, *waiting.popleft())

    def end(self) -> None:
        """Ends the processes."""
        for worker in self._workers:
            worker.end()


def _outcome(work: Callable[..., Outcome], worker: "_Worker", piece: tuple[Any, ...]) -> Outcome:
    try:
        is_done, outcome = worker.take()
    except (EOFError, OSError):
        worker.end()  # one that hangs may wake up, and tell of a piece that is done by then
        is_done, outcome = False, None
    if not is_done:
        return work(*piece)  # what raised there raises here as well, and can be told whole
    done: Outcome = outcome
    return done


class _Worker:
    """The parent's end of one process."""

    def __init__(self, module: str, patience: float) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = started(module, theirs)
        self._socket.settimeout(patience)
        self._outcomes = self._socket.makefile("rb")

    def give(self, work: Callable[..., Any], piece: tuple[Any, ...]) -> None:
        """Gives it a piece; one that is dead is found out when its outcome is taken."""
        given = packed(work, piece)
        try:
            self._socket.sendall(given)
        except OSError:
            self._outcomes.close()

    def take(self) -> tuple[bool, Any]:
        """Whether the oldest piece that was not taken is done, and what came of it. EOFError or
        OSError for a worker that died or hangs."""
        size = int.from_bytes(self._whole(SIZE))
        outcome: tuple[bool, Any] = pickle.loads(self._whole(size))  # noqa: S301 our own
        return outcome

    def _whole(self, size: int) -> bytes:
        if self._outcomes.closed or len(told := self._outcomes.read(size)) < size:
            raise EOFError
        return told

    def end(self) -> None:
        """Ends the process, if it lives."""
        self._outcomes.close()
        self._socket.close()
        self._process.kill()
        self._process.wait()
