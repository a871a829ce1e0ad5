"""Which data folder this is: an id that stays with it, whatever machine it is mounted on."""

import fcntl
import os
import uuid
from pathlib import Path

from kazcrawl.disk.whole import sync_folder, write_whole

_NAME, _OWNER = ".id", ".of"


def identity(folder: Path) -> str:
    """The folder's id; it is given one, for good, when it has none. Raises OSError."""
    descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        own = file.read().strip()
        if not own:
            own = uuid.uuid4().hex
            file.write(f"{own}\n")
            file.flush()
            os.fsync(descriptor)
            sync_folder(folder)
    return own


def claim(folder: Path, own: str) -> bool:
    """Whether a folder that stands elsewhere is the data folder's of that id: whoever is first to
    ask has it, for good. Raises OSError."""
    path = folder / _OWNER
    if not path.exists():
        write_whole(path, [f"{own}\n".encode()])
    return path.read_text("ascii", "replace").strip() == own


def identity_of(folder: Path) -> str | None:
    """The folder's id, None when nothing was published from it yet. Raises OSError."""
    path = folder / _NAME
    return path.read_text("ascii", "replace").strip() if path.exists() else None
