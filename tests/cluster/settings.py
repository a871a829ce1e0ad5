"""The project's settings, with a User-Agent by which a site tells crawls apart; and a cluster that
takes a worker for dead sooner, for a test waits for it."""

import os
import sys
from importlib.util import find_spec

from kazcrawl.settings import *  # noqa: F403

# A second agency, where it is installed.
if find_spec("qalam"):
    SPIDER_MODULES = ["kazcrawl.spiders", "qalam.spiders"]

USER_AGENT = f"crawl-{os.getpid()} {os.environ.get('KAZTEST_WORKER', '')}"

if "cluster" in sys.argv and os.environ.get("KAZTEST_SILENCE"):
    from kazcrawl.cluster import maintenance

    maintenance.SILENCE = float(os.environ["KAZTEST_SILENCE"])
    maintenance.EVERY = 2.0
