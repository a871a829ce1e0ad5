"""The real command, and the sample site, in processes of their own, without a second of imports.

A server process imports what a crawl needs, once; each command is a fork of it, with the
arguments, environment and folder that it is given. The suite starts hundreds. What is imported
beforehand reads no settings and installs no reactor: that is the command's own to do.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from pkgutil import iter_modules

SCRAPY = "scrapy.cmdline.execute"
SAMPLE_SITE = "kazcrawl.sample_site.__main__.main"

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
    *("itemadapter", "rich.progress", "kazcrawl.dates"),
    *("kazcrawl.sample_site.switches", "kazcrawl.sample_site.truth", "twisted.web.server"),
    *(
        module.name
        for package in _PACKAGES
        for module in iter_modules(import_module(package).__path__, f"{package}.")
    ),
    "tests.made_once",
)
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(list(_MODULES))


class Running:
    """A command that runs: what of ``subprocess.Popen`` the tests need, its output as text."""

    def __init__(self, process: BaseProcess, arguments: list[str], out: Path, err: Path) -> None:
        self._process, self._arguments, self._said = process, arguments, (out, err)
        self.pid = process.pid or 0

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self._said[0].read_text("utf-8")

    def poll(self) -> int | None:
        """Its exit code, the number of a signal below 0; None while it runs."""
        return self._process.exitcode

    def signal(self, number: int) -> None:
        """Sends it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def end(self, timeout: float) -> subprocess.CompletedProcess[str]:
        """Waits for its end. Raises TimeoutExpired when it takes longer."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("scrapy", timeout)
        return subprocess.CompletedProcess(
            self._arguments, code, *(path.read_text("utf-8") for path in self._said)
        )


@contextmanager
def started(
    arguments: list[str], cwd: Path, env: dict[str, str], program: str = SCRAPY
) -> Iterator[Running]:
    """Starts a program as ``subprocess.Popen`` would; whatever still runs at the end is killed."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "stdout"), Path(folder, "stderr")
        for path in said:
            path.touch()
        process = _CONTEXT.Process(target=_call, args=(program, arguments, cwd, env, *said))
        process.start()
        try:
            yield Running(process, arguments, *said)
        finally:
            process.kill()
            process.join()
            process.close()


def run(
    arguments: list[str], cwd: Path, env: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Runs ``scrapy`` as ``subprocess.run`` would, its output as text."""
    with started(arguments, cwd, env) as command:
        return command.end(timeout)


def _call(
    program: str, arguments: list[str], cwd: Path, env: dict[str, str], out: Path, err: Path
) -> None:
    for path, number in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["scrapy", *arguments]
    assert not {"twisted.internet.reactor", "kazcrawl.settings"} & set(sys.modules)
    module, _, function = program.rpartition(".")
    getattr(import_module(module), function)()
