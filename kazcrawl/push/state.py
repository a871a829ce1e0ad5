"""How far each receiver has come: a small file in the data folder, written whole."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from kazcrawl.disk.whole import write_whole
from kazcrawl.feeds.cursor import START


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
    told = _read(folder).get(_name(receiver))
    return Receiver(**told) if told else None


def remember(folder: Path, receiver: str, state: Receiver) -> None:
    """Keeps how far a receiver has come; of others nothing is kept. Raises OSError."""
    write_whole(_path(folder), [orjson.dumps({_name(receiver): asdict(state)})])


def _path(folder: Path) -> Path:
    return folder / "push.json"


def _name(receiver: str) -> str:
    """A receiver's name in the file: its address may hold a password."""
    return hashlib.sha256(receiver.encode()).hexdigest()[:16]


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    path = _path(folder)
    told: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return told
