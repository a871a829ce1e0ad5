"""Ctrl-C, SIGTERM and SIGHUP at any instant, whatever the program is at.

Until a run begins, and in every command that is none, a signal ends the process at once with
128 and its number: all that is written is written so that a death leaves it whole. A run holds
the signal until it can stop; while the reactor runs, ``extensions.stopping`` hears it.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

CERTAIN = 60.0
"""A process that hangs (a lock of the kernel, a disk that does not answer) is ended after this."""

_undo: list[Callable[[], object]] = []
_held: list[str] = []


def leave_at_once() -> None:
    """From now on a signal ends the process; one that the starter ignores stays ignored."""
    install(_leave)


def hold(code: int) -> None:
    """A run begins, or goes on after the reactor: a signal is kept; a second one ends it at once
    with ``code``, and loses nothing."""

    def keep(number: int, _frame: FrameType | None) -> None:
        if _held:
            _end(code)
        _held.append(signal.Signals(number).name)
        end_for_certain(CERTAIN, code)

    install(keep)


def end_for_certain(seconds: float, code: int) -> None:
    """Ends the process after so long, whatever it hangs on."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()


def held() -> str | None:
    """The name of the signal that came while they were held."""
    return _held[0] if _held else None


def ignore() -> None:
    """All is done, and the exit code is settled."""
    for number in NUMBERS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def undoing(step: Callable[[], object]) -> Iterator[None]:
    """What else must be done when a signal ends the process inside this block."""
    _undo.append(step)
    try:
        yield
    finally:
        _undo.remove(step)


def install(handler: Callable[[int, FrameType | None], None]) -> None:
    """Lets ``handler`` hear them; a SIGHUP that the starter ignores (nohup) stays ignored."""
    for number in NUMBERS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    _end(128 + number)


def _end(code: int) -> None:
    for step in reversed(_undo):
        with suppress(Exception):
            step()
    os._exit(code)
