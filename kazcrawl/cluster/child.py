"""``python -m kazcrawl.cluster.child WORKER COMMAND…``: a command that dies with its worker."""

import ctypes
import os
import signal
import sys

from scrapy.cmdline import execute

_PR_SET_PDEATHSIG = 1


def run() -> None:
    """Ties the process to its worker, whose number comes first, and becomes the command."""
    worker = int(sys.argv[1])
    # The kernel kills it when the worker dies, however it dies.
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != worker:
        sys.exit(f"kazcrawl: worker {worker} is gone")
    sys.argv = ["scrapy", *sys.argv[2:]]
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "kazcrawl.settings")
    execute()


if __name__ == "__main__":
    run()
