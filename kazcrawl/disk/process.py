"""Which process this is, told so that another on the same machine can see whether it lives; and a
process that works for its parent and does not outlive it."""

import ctypes
import gc
import os
import signal
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
_PR_SET_PDEATHSIG = 1


def own_name() -> str:
    """This process: its machine since the last boot, its namespace of processes, its number.

    Empty where the system does not tell.
    """
    try:
        return f"{_BOOT.read_text().strip()} {_NAMESPACE.readlink()} {os.getpid()}"
    except OSError:
        return ""


def is_gone(name: str) -> bool:
    """Whether a process of this machine is no more; False where that cannot be known."""
    place, _, number = name.rpartition(" ")
    if not place or place != own_name().rpartition(" ")[0]:
        return False
    return not Path("/proc", number).exists()


def dies_with(parent: int) -> bool:
    """Has the kernel kill this process when its parent dies, however that dies; False when the
    parent is gone already."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


def spare_imports() -> None:
    """No piece of work waits while garbage is looked for among what was imported: that stays."""
    gc.freeze()
    gc.set_threshold(20_000)
