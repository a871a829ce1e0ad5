"""How far each receiver has come: a small file in the data folder, written whole."""

import errno
import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from kazcrawl.disk.whole import write_whole
from kazcrawl.feeds.cursor import START, Cursor

STATE = "push.json"
"""The file's name in the data folder."""


@dataclass(slots=True)
class Receiver:
    """What a receiver has taken, by source: the text of a cursor.

    ``attempts`` failed since it last took something; until ``next_at`` (UTC text) it is left
    alone. ``ended``: it said that it never wants anything again.
    """

    cursors: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    next_at: str | None = None
    reason: str | None = None
    ended: bool = False

    def cursor(self, source: str) -> str:
        """Where a source goes on. One that had published nothing when the receiver was first
        known begins at its beginning."""
        return self.cursors.get(source, str(START))


def recall(folder: Path, receiver: str) -> Receiver | None:
    """A receiver as it was left, None for one that was never met. Raises OSError."""
    path = _path(folder)
    content = path.read_bytes() if path.exists() else b"{}"
    try:
        told = orjson.loads(content).get(_name(receiver))
        state = Receiver(**told) if told else None
        for text in state.cursors.values() if state else ():
            Cursor.read(text)
    except (ValueError, TypeError, AttributeError):
        what = "is damaged; without it each receiver begins behind what is published by then"
        raise OSError(errno.EINVAL, what, str(path)) from None
    return state


def remember(folder: Path, receiver: str, state: Receiver) -> None:
    """Keeps how far a receiver has come; of others nothing is kept. Raises OSError."""
    write_whole(_path(folder), [orjson.dumps({_name(receiver): asdict(state)})])


def _path(folder: Path) -> Path:
    return folder / STATE


def _name(receiver: str) -> str:
    """A receiver's name in the file: its address may hold a password."""
    return hashlib.sha256(receiver.encode()).hexdigest()[:16]
