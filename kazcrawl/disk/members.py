"""Processes that work for this one: each does the pieces that it is given, one after the other.

A process of its own, not one of multiprocessing: that would run the program's main file again,
which may be a script that crawls. It hears its pieces through a socket of its own, and ends with
that or with its parent, however that ends.
"""

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from kazcrawl.disk.process import dies_with, spare_imports

# Bytes before each outcome that say how long it is.
SIZE = 8
_SERVE = "import sys; sys.path[:] = sys.argv[4:]; from kazcrawl.disk.members import serve; serve()"


def started(module: str, theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """A process that does pieces which come through a socket. What ``module`` imports is there
    before the first. Raises OSError."""
    number = theirs.fileno()
    return subprocess.Popen(  # noqa: S603 our own
        [sys.executable, "-c", _SERVE, str(number), module, str(os.getpid()), *sys.path],
        pass_fds=[number],
        # Whoever waits for the parent's output waits for no member.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def packed(work: Callable[..., Any], piece: tuple[Any, ...]) -> bytes:
    """A piece as it is given: ``work(*piece)``, a function of a module, is to be done."""
    return pickle.dumps((work, piece), pickle.HIGHEST_PROTOCOL)


def serve() -> None:
    """What a member's process does: pieces, until its parent is gone."""
    number, module, parent = sys.argv[1:4]
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not dies_with(int(parent)):
        return
    import_module(module)
    spare_imports()
    ours = socket.socket(fileno=int(number))
    pieces = ours.makefile("rb")
    with contextlib.suppress(OSError, EOFError):
        while True:
            work, piece = pickle.load(pieces)  # noqa: S301 our own
            try:
                outcome = pickle.dumps((True, work(*piece)), pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                outcome = pickle.dumps((False, f"{type(error).__name__}: {error}"))
            ours.sendall(len(outcome).to_bytes(SIZE) + outcome)
