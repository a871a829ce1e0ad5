"""Pieces of pure work done by processes, their outcomes in the order of the pieces.

A worker hears its pieces through a pipe of its own, which ends with the parent however that ends:
then the worker ends, too. A worker that dies loses nothing: the parent does its pieces itself.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from kazcrawl.disk.process import spare_imports

Outcome = TypeVar("Outcome")

# Pieces that wait at a worker, so that none is idle while the parent is busy.
_AHEAD = 3
_MOST = 8


def cores() -> int:
    """How many workers there are to be at the most: one a core that this process may use."""
    return min(len(os.sched_getaffinity(0)), _MOST)


def in_order(
    work: Callable[..., Outcome], pieces: Iterable[tuple[Any, ...]], workers: int
) -> Iterator[Outcome]:
    """``work(*piece)`` of every piece, in their order; by so many processes, or by this one where
    they are fewer than two.

    ``work``, pieces and outcomes go through pipes: a function of a module, values that can be
    pickled, small pieces. What ``work`` raises is raised here.
    """
    if workers < 2:
        yield from (work(*piece) for piece in pieces)
        return
    team = [_Worker(work) for _ in range(workers)]
    waiting: deque[tuple[_Worker, tuple[Any, ...]]] = deque()
    try:
        for number, piece in enumerate(pieces):
            if len(waiting) == _AHEAD * workers:
                yield _outcome(work, *waiting.popleft())
            worker = team[number % workers]
            worker.give(piece)
            waiting.append((worker, piece))
        while waiting:
            yield _outcome(work, *waiting.popleft())
    finally:
        for worker in team:
            worker.end()


def _outcome(work: Callable[..., Outcome], worker: "_Worker", piece: tuple[Any, ...]) -> Outcome:
    try:
        is_done, outcome = worker.take()
    except (EOFError, OSError):
        return work(*piece)
    if not is_done:
        raise outcome
    done: Outcome = outcome
    return done


class _Worker:
    """A process that does one piece after the other."""

    def __init__(self, work: Callable[..., Any]) -> None:
        # Not forked: threads and locks of this process, its database's among them, stay its own.
        context = get_context("forkserver")
        context.set_forkserver_preload([work.__module__])
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, piece: tuple[Any, ...]) -> None:
        """Gives it a piece; one that is dead is found out when its outcome is taken."""
        try:
            self._pipe.send(piece)
        except OSError:
            self._pipe.close()

    def take(self) -> tuple[bool, Any]:
        """The outcome of the oldest piece that was not taken: whether it is done, and what came
        of it, or what it raised. EOFError or OSError for a worker that died."""
        outcome: tuple[bool, Any] = self._pipe.recv()
        return outcome

    def end(self) -> None:
        """Ends the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _serve(pipe: "Connection[Any, Any]", work: Callable[..., Any]) -> None:
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    spare_imports()
    while True:
        try:
            piece = pipe.recv()
        except EOFError:
            return
        try:
            outcome = (True, work(*piece))
        except Exception as error:
            outcome = (False, error)
        try:
            pipe.send(outcome)
        except OSError:
            return
