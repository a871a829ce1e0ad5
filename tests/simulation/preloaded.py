"""The real command in a process of its own, without the second that its imports take.

A server process imports what a crawl needs, once; each crawl is a fork of it. What is imported
must not install a reactor: that is the crawl's own to choose.
"""

import multiprocessing
import os
import sys
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.support import ROOT

_MODULES = (
    *("scrapy.cmdline", "scrapy.crawler", "scrapy.core.engine", "scrapy.core.scraper"),
    *("scrapy.core.downloader.handlers.http11", "scrapy.extensions.remote_control"),
    *("scrapy.downloadermiddlewares.cookies", "scrapy.extensions.feedexport"),
    *("kazcrawl.commands.crawl", "kazcrawl.spiders.kazinform", "kazcrawl.extensions.verdict"),
    *("kazcrawl.browser.handler", "kazcrawl.pipelines.clean", "kazcrawl.pipelines.archive"),
)
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(list(_MODULES))


def _scrapy(arguments: list[str], said: Path) -> None:
    with said.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(ROOT)
    os.environ["SCRAPY_SETTINGS_MODULE"] = "kazcrawl.settings"
    sys.argv = ["scrapy", *arguments]
    assert "twisted.internet.reactor" not in sys.modules
    import_module("scrapy.cmdline").execute()


def scrapy(arguments: list[str], said: Path) -> int:
    """Runs ``scrapy``; what it prints goes to a file. Gives its exit code."""
    process: ForkServerProcess = _CONTEXT.Process(target=_scrapy, args=(arguments, said))
    process.start()
    process.join(300)
    code = process.exitcode
    assert code is not None, "the crawl hangs"
    process.close()
    return code
