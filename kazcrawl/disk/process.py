"""Which process this is, told so that another on the same machine can see whether it lives."""

import os
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


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
