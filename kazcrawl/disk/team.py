"""Pure work done by processes while this one goes on: each piece's outcome is awaited.

A member hears its pieces through a socket of its own, and ends with it or with its parent, however
that ends. Nothing is lost with one that dies, hangs or fails: what it was given is the parent's to
do.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from importlib import import_module
from typing import Any, Generic, TypeVar, cast

from kazcrawl.disk.process import dies_with, spare_imports

Outcome = TypeVar("Outcome")

# Bytes before each outcome that say how long it is.
_SIZE = 8
# Pieces that keep a member at work whatever its parent is doing: a tenth of a second.
_PLENTY = 40
# A process of its own, not one of multiprocessing: that would run the program's main file again,
# which may be a script that crawls.
_SERVE = "import sys; sys.path[:] = sys.argv[5:]; from kazcrawl.disk.team import serve; serve()"


class UndoneError(Exception):
    """A piece was not done: its member died, hung, or met an error. Whoever gave it does it."""


class Team(Generic[Outcome]):
    """Processes that do ``work(piece)``, a function of a module; pieces and outcomes are pickled.

    A member that gives no outcome for ``patience`` seconds is killed. None is replaced.
    """

    def __init__(self, work: Callable[[Any], Outcome], patience: float) -> None:
        self._work = work
        self.patience = patience
        self._members: list[_Member] = []

    async def begin(self, members: int) -> None:
        """Starts so many processes; they take a second until they do their first piece. Raises
        OSError."""
        for _ in range(members):
            ours, theirs = socket.socketpair()
            with theirs:
                member = _Member(_started(self._work, theirs))
            self._members.append(member)
            await asyncio.get_running_loop().create_connection(lambda: member, sock=ours)  # noqa: B023

    @property
    def is_there(self) -> bool:
        """Whether a member lives."""
        return any(member.is_ready for member in self._members)

    @property
    def is_busy(self) -> bool:
        """Whether every living member has plenty to do."""
        return all(len(member.waiting) >= _PLENTY for member in self._members if member.is_ready)

    async def do(self, piece: Any) -> Outcome:
        """What comes of a piece, done by the member that has least to do. Raises UndoneError."""
        living = [member for member in self._members if member.is_ready]
        if not living:
            raise UndoneError("nobody is there")
        member = min(living, key=lambda member: len(member.waiting))
        try:
            async with asyncio.timeout(self.patience):
                is_done, outcome = await member.give(piece)
        except TimeoutError:
            member.end()
            raise UndoneError("no outcome came in time") from None
        if not is_done:
            raise UndoneError(outcome)
        done: Outcome = outcome
        return done

    def end(self) -> None:
        """Ends the processes; what they were given is undone."""
        for member in self._members:
            member.end()


class _Member(asyncio.Protocol):
    """The parent's end of one process: outcomes come in the order of the pieces."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._transport: asyncio.WriteTransport | None = None
        self._heard = bytearray()
        self.waiting: deque[asyncio.Future[tuple[bool, Any]]] = deque()
        self.is_lost = False

    @property
    def is_ready(self) -> bool:
        """Whether it can be given pieces."""
        return self._transport is not None and not self.is_lost

    def give(self, piece: Any) -> "asyncio.Future[tuple[bool, Any]]":
        """Hands a piece over; gives whether it is done, and what came of it or what it met."""
        assert self._transport is not None
        given = pickle.dumps(piece, pickle.HIGHEST_PROTOCOL)
        # Only now: outcomes are told apart by their order.
        outcome: asyncio.Future[tuple[bool, Any]] = asyncio.get_running_loop().create_future()
        self.waiting.append(outcome)
        self._transport.write(given)
        return outcome

    def end(self) -> None:
        """Kills the process, if it lives; what it was given is undone."""
        self._process.kill()
        self._process.wait()
        if self._transport is not None:
            self._transport.abort()
        self._lose()

    # --- what asyncio calls -------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := _SIZE + int.from_bytes(self._heard[:_SIZE])) <= len(self._heard):
            outcome = pickle.loads(memoryview(self._heard)[_SIZE:end])  # noqa: S301 our own
            self._heard = self._heard[end:]
            future = self.waiting.popleft()
            if not future.done():
                future.set_result(outcome)

    def connection_lost(self, _error: Exception | None) -> None:
        self.end()

    def _lose(self) -> None:
        self.is_lost = True
        while self.waiting:
            future = self.waiting.popleft()
            if not future.done():
                future.set_exception(UndoneError("its process died"))


def _started(work: Callable[..., Any], theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """A process that does pieces which come through a socket."""
    number = theirs.fileno()
    named = (work.__module__, work.__qualname__, str(os.getpid()))
    return subprocess.Popen(  # noqa: S603 our own
        [sys.executable, "-c", _SERVE, str(number), *named, *sys.path],
        pass_fds=[number],
        # Whoever waits for the parent's output waits for no member.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def serve() -> None:
    """What a member's process does: pieces, one after the other, until its parent is gone."""
    number, module, name, parent = sys.argv[1:5]
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not dies_with(int(parent)):
        return
    work = getattr(import_module(module), name)
    spare_imports()
    ours = socket.socket(fileno=int(number))
    pieces = ours.makefile("rb")
    with contextlib.suppress(OSError, EOFError):
        while True:
            piece = pickle.load(pieces)  # noqa: S301 our own
            try:
                outcome = pickle.dumps((True, work(piece)), pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                outcome = pickle.dumps((False, f"{type(error).__name__}: {error}"))
            ours.sendall(len(outcome).to_bytes(_SIZE) + outcome)
