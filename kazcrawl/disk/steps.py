"""The named steps of archiving and publishing: each is a place where a process can die.

A watcher hears of every step as it is reached; the crash tests kill the process there. In an
ordinary run nobody watches.
"""

from collections.abc import Callable

STEPS = (
    "after fetch",
    "after commit",
    "batch opened",
    "during write",
    "before fsync",
    "after fsync",
    "after rename",
    "before manifest",
    "after manifest",
    "before final commit",
    "after final commit",
)
"""Every step, in the order of one batch. ``during write`` to ``after rename`` come for the
feed file, then for each of its manifests. In a bucket ``after fsync`` comes before each of them is
put, ``after rename`` behind it."""

_watcher: Callable[[str], None] | None = None


def watch(watcher: Callable[[str], None] | None) -> None:
    """Calls ``watcher`` with the name of every step reached from now on; None ends it."""
    global _watcher
    _watcher = watcher


def reached(step: str) -> None:
    """Tells the watcher, if there is one, that ``step`` was reached."""
    if _watcher is not None:
        _watcher(step)
