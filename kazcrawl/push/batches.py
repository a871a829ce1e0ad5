"""Published records to a receiver: at least once, in order, whatever it does meanwhile."""

import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.following import count_behind, last_places, portion, why_no_place
from kazcrawl.disk.lock import LockedError, locked
from kazcrawl.feeds.cursor import Cursor
from kazcrawl.push.channel import Message, NotTakenError, send
from kazcrawl.push.state import STATE, Receiver, recall, remember

_MOST_BYTES = 1_000_000
# A receiver that fails is left alone for a minute, then for twice as long each time.
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
# What is left of a run's time must be enough for an answer.
_LEAST = 0.5


class Lag(NamedTuple):
    """What a receiver has not taken yet: records; why, if it failed; and when it is tried again.

    ``ended``: it wants nothing any more.
    """

    records: int
    reason: str | None
    next_at: str | None
    ended: bool


def begin(archive: Archive, folder: Path, receiver: str) -> None:
    """Notes where a receiver begins that was never met: behind what is published by now.

    To be called before anything is published. Raises ArchiveError, OSError.
    """
    if recall(folder, receiver) is None:
        places = last_places(archive)
        cursors = {source: str(Cursor(*place)) for source, place in places.items()}
        remember(folder, receiver, Receiver(cursors))


def push_batches(
    archive: Archive, folder: Path, receiver: str, secret: str, patience: float
) -> str | None:
    """Sends what a receiver has not taken yet, for ``patience`` seconds at the most.

    Gives what went wrong, one line; what was not sent is sent by a later run. Raises
    ArchiveError, OSError.
    """
    state = recall(folder, receiver)
    if state is None or state.ended or (state.next_at or "") > clock.text(clock.now()):
        return None
    try:
        with locked(folder / ".push", "pushing"):
            # Another process may have gone on with it.
            state = recall(folder, receiver) or state
            return _push(archive, folder, receiver, secret, state, time.monotonic() + patience)
    except LockedError:
        return None


def _push(
    archive: Archive, folder: Path, receiver: str, secret: str, state: Receiver, until: float
) -> str | None:
    for source in sorted(last_places(archive)):
        begins = Cursor.read(state.cursor(source))
        if why := why_no_place(archive, source, begins):
            return (
                f"KAZCRAWL_ON_BATCH: nothing is sent: {folder / STATE} says that all before "
                f"{begins} was taken, and {why}"
            )
        while (left := until - time.monotonic()) > _LEAST:
            after = Cursor.read(state.cursor(source))
            part = portion(archive, source, after, most_bytes=_MOST_BYTES, within_batch=True)
            if not part.lines:
                break
            name = f"{source}-{after.batch:06d}-{after.line}"
            message = Message(name, b"".join(part.lines), "application/x-ndjson")
            try:
                send(receiver, secret, message, left)
            except NotTakenError as error:
                _note_failure(state, error)
                remember(folder, receiver, state)
                return _told(archive, state, error)
            state.cursors[source] = str(Cursor(*part.place))
            state.attempts, state.next_at, state.reason = 0, None, None
            remember(folder, receiver, state)
    return None


def _note_failure(state: Receiver, error: NotTakenError) -> None:
    wait = min(_SHORTEST * 2 ** min(state.attempts, 20), _LONGEST)
    state.attempts += 1
    state.next_at = clock.text(clock.now() + wait)
    state.reason = str(error)
    state.ended = error.for_good


def _told(archive: Archive, state: Receiver, error: NotTakenError) -> str:
    if error.for_good:
        return f"KAZCRAWL_ON_BATCH: {error}: the receiver wants nothing any more, and gets nothing"
    waiting = _waiting(archive, state)
    return f"KAZCRAWL_ON_BATCH: {error}; {waiting} records wait, tried again after {state.next_at}"


def _waiting(archive: Archive, state: Receiver) -> int:
    return sum(
        count_behind(archive, source, Cursor.read(state.cursor(source)))
        for source in last_places(archive)
    )


def lag(archive: Archive, folder: Path, receiver: str) -> Lag | None:
    """How far behind a receiver is, None for one that was never met."""
    state = recall(folder, receiver)
    if state is None:
        return None
    return Lag(_waiting(archive, state), state.reason, state.next_at, state.ended)
