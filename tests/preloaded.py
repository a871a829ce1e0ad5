"""The real command in a process of its own, without the second that its imports take.

A server process imports what a crawl needs, once; each command is a fork of it, with the
arguments, environment and folder that it is given. The suite starts hundreds. What is imported
beforehand reads no settings and installs no reactor: that is the command's own to do.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

_PACKAGES = (
    *("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.spidermiddlewares"),
    *("kazcrawl.commands", "kazcrawl.spiders", "kazcrawl.crawl", "kazcrawl.crawl.ways"),
    *("kazcrawl.fetch", "kazcrawl.pipelines"),
)
_MODULES = (
    *("scrapy.cmdline", "scrapy.crawler", "scrapy.core.engine", "scrapy.core.scraper"),
    *("scrapy.core.downloader.handlers.http11", "scrapy.dupefilters", "scrapy.logformatter"),
    *("scrapy.pqueues", "scrapy.squeues", "scrapy.statscollectors", "queuelib.pqueue"),
    *("scrapy.extensions.closespider", "scrapy.extensions.corestats", "scrapy.extensions.logcount"),
    *("scrapy.extensions.feedexport", "scrapy.extensions.logstats", "scrapy.extensions.memdebug"),
    *("scrapy.extensions.memusage", "scrapy.extensions.remote_control", "scrapy.utils.engine"),
    *("scrapy.extensions.spiderstate", "scrapy.extensions.telnet", "scrapy.extensions.throttle"),
    *("kazcrawl.extensions.verdict", "kazcrawl.extensions.delivery"),
    *("kazcrawl.extensions.progress", "kazcrawl.fetch.browser.handler"),
    # The item's library asks for pydantic, which is a fifth of a second.
    *("itemadapter", "rich.progress", "kazcrawl.dates"),
    *(
        module.name
        for package in _PACKAGES
        for module in iter_modules(import_module(package).__path__, f"{package}.")
    ),
)
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(list(_MODULES))


def run(
    arguments: list[str], cwd: Path, env: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Runs ``scrapy`` as ``subprocess.run`` would, its output as text."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "stdout"), Path(folder, "stderr")
        process = _CONTEXT.Process(target=_scrapy, args=(arguments, cwd, env, *said))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, timeout)
        code = process.exitcode
        process.close()
        texts = (path.read_text("utf-8") for path in said)
        return subprocess.CompletedProcess(arguments, code, *texts)


def _scrapy(arguments: list[str], cwd: Path, env: dict[str, str], out: Path, err: Path) -> None:
    for path, number in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["scrapy", *arguments]
    assert not {"twisted.internet.reactor", "kazcrawl.settings"} & set(sys.modules)
    import_module("scrapy.cmdline").execute()
