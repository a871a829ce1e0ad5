"""A process that takes a server and dies of SIGKILL."""

import os
import signal
import sys

from kazcrawl.archive.fence import Fence


def take_and_die() -> None:
    """Takes the server kazinform in the archive of the first argument."""
    Fence(sys.argv[1], "scrapy crawl").take("kazinform")
    os.kill(os.getpid(), signal.SIGKILL)
