"""Pure work done by processes while this one goes on: each piece's outcome is awaited.

Nothing is lost with a member that dies, hangs or fails: what it was given is the parent's to do.
"""

import asyncio
import pickle
import socket
import subprocess
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from kazcrawl.disk.members import SIZE, packed, started

Outcome = TypeVar("Outcome")

# Pieces that keep a member at work whatever its parent is doing: a tenth of a second.
_PLENTY = 40


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
                member = _Member(started(self._work.__module__, theirs))
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
                is_done, outcome = await member.give(packed(self._work, (piece,)))
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

    def give(self, piece: bytes) -> "asyncio.Future[tuple[bool, Any]]":
        """Hands a piece over; gives whether it is done, and what came of it or what it met."""
        assert self._transport is not None
        # Outcomes are told apart by their order.
        outcome: asyncio.Future[tuple[bool, Any]] = asyncio.get_running_loop().create_future()
        self.waiting.append(outcome)
        self._transport.write(piece)
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
        while (end := SIZE + int.from_bytes(self._heard[:SIZE])) <= len(self._heard):
            with memoryview(self._heard)[SIZE:end] as whole:
                outcome = pickle.loads(whole)  # noqa: S301 our own
            del self._heard[:end]
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
