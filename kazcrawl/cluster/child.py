"""``python -m kazcrawl.cluster.child WORKER COMMAND…``: a command that dies with its worker."""

import os
import sys

from scrapy.cmdline import execute

from kazcrawl.disk.process import dies_with


def run() -> None:
    """Ties the process to its worker, whose number comes first, and becomes the command."""
    worker = int(sys.argv[1])
    if not dies_with(worker):
        sys.exit(f"kazcrawl: worker {worker} is gone")
    sys.argv = ["scrapy", *sys.argv[2:]]
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "kazcrawl.settings")
    execute()


if __name__ == "__main__":
    run()
