"""Pure work done by processes while this one goes on: each piece's outcome is awaited.

A member hears its pieces through a socket of its own, which ends with the parent however that
ends: then the member ends, too. Nothing is lost with one that dies, hangs or fails: what it was
given is the parent's to do.
"""

import asyncio
import contextlib
import pickle
import signal
import socket
from collections import deque
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any, Generic, TypeVar, cast

Outcome = TypeVar("Outcome")

# Bytes before each outcome that say how long it is.
_SIZE = 8


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
        """Starts so many processes; they take a second until they do their first piece."""
        # Not forked: threads and locks of this process, its database's among them, stay its own.
        context = get_context("forkserver")
        context.set_forkserver_preload([self._work.__module__])
        for _ in range(members):
            ours, theirs = socket.socketpair()
            process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
            # It waits until what they share is imported.
            await asyncio.to_thread(process.start)
            theirs.close()
            loop = asyncio.get_running_loop()
            _, member = await loop.create_connection(lambda: _Member(process), sock=ours)  # noqa: B023
            self._members.append(member)

    @property
    def is_there(self) -> bool:
        """Whether a member lives."""
        return any(not member.is_lost for member in self._members)

    async def do(self, piece: Any) -> Outcome:
        """What comes of a piece, done by the member that has least to do. Raises UndoneError."""
        living = [member for member in self._members if not member.is_lost]
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

    _transport: asyncio.WriteTransport

    def __init__(self, process: Any) -> None:
        self._process = process
        self._heard = bytearray()
        self.waiting: deque[asyncio.Future[tuple[bool, Any]]] = deque()
        self.is_lost = False

    def give(self, piece: Any) -> "asyncio.Future[tuple[bool, Any]]":
        """Hands a piece over; gives whether it is done, and what came of it or what it met."""
        outcome: asyncio.Future[tuple[bool, Any]] = asyncio.get_running_loop().create_future()
        self.waiting.append(outcome)
        self._transport.write(pickle.dumps(piece, pickle.HIGHEST_PROTOCOL))
        return outcome

    def end(self) -> None:
        """Kills the process."""
        self._process.kill()
        self._transport.abort()
        self._lose()

    # --- what asyncio calls -------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := _SIZE + int.from_bytes(self._heard[:_SIZE])) <= len(self._heard):
            if len(self._heard) < _SIZE:
                return
            outcome = pickle.loads(memoryview(self._heard)[_SIZE:end])  # noqa: S301 our own
            self._heard = self._heard[end:]
            future = self.waiting.popleft()
            if not future.done():
                future.set_result(outcome)

    def connection_lost(self, _error: Exception | None) -> None:
        self._lose()

    def _lose(self) -> None:
        self.is_lost = True
        while self.waiting:
            future = self.waiting.popleft()
            if not future.done():
                future.set_exception(UndoneError("its process died"))


def _serve(ours: socket.socket, work: Callable[[Any], Any]) -> None:
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ours.makefile("rb") as pieces, contextlib.suppress(OSError, EOFError):
        while True:
            piece = pickle.load(pieces)  # noqa: S301 our own
            try:
                outcome = pickle.dumps((True, work(piece)), pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                outcome = pickle.dumps((False, f"{type(error).__name__}: {error}"))
            ours.sendall(len(outcome).to_bytes(_SIZE) + outcome)
