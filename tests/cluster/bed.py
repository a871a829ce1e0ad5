"""Workers as processes, each with a data folder of its own, on one archive and one site."""

import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.postgres import children
from tests.support import QUICK, ROOT, environment, feed_records
from tests.witness import Asked, Witness


class Machine:
    """A worker with its data folder; it is started, killed, stopped and continued.

    ``inside`` begins its command line, for a network of its own.
    """

    def __init__(
        self, folder: Path, url: str, site: Witness, inside: Sequence[str] = (), **variables: str
    ) -> None:
        self.folder, self._inside = folder, inside
        folder.mkdir(parents=True, exist_ok=True)
        self._variables = environment() | {
            "SCRAPY_SETTINGS_MODULE": "tests.cluster.settings",
            "KAZTEST_WORKER": folder.name,
            "KAZCRAWL_ARCHIVE": url,
            "KAZCRAWL_DATA": str(folder),
            "KAZCRAWL_CONNECT_TO": site.address,
            "KAZCRAWL_CLUSTER_NEWS_EVERY": "0",
            "KAZTEST_SILENCE": "10",
        } | variables  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Starts the worker, if it does not run."""
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-m", "scrapy", "cluster", "worker", *QUICK, *options]
            self.process = subprocess.Popen(
                [*self._inside, *command],
                cwd=ROOT, env=self._variables, stdout=subprocess.DEVNULL,
                stderr=(self.folder / "worker.log").open("ab"),
            )  # fmt: skip

    def scrapy(self, *words: str) -> int:
        """Runs a command in its folder; gives the exit code."""
        command = [sys.executable, "-m", "scrapy", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self._variables, stdout=subprocess.DEVNULL, check=False
        ).returncode

    def signal(self, number: int, *, child: bool = False) -> None:
        """Sends the worker, or with ``child`` also its crawl, a signal."""
        if self.process is not None and self.process.poll() is None:
            for pid in [*(children(self.process.pid) if child else ()), self.process.pid]:
                _send(pid, number)

    def log(self) -> str:
        """What its workers said."""
        path = self.folder / "worker.log"
        return path.read_text() if path.exists() else ""

    def crawls(self) -> list[int]:
        """The processes of its job."""
        return children(self.process.pid) if self.process is not None else []

    def stop(self) -> int:
        """Lets the worker end by itself; its exit code, a signal's number below 0."""
        assert self.process is not None
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(120)
        finally:
            self.end()

    def end(self) -> None:
        """Ends the worker for certain, and its crawl with it."""
        self.signal(signal.SIGCONT, child=True)
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def records(machines: Iterable[Machine]) -> list[dict[str, Any]]:
    """What all feeds hold."""
    return [row for machine in machines for row in feed_records(machine.folder)]


def together(requests: Iterable[Asked], server_of_host: dict[str, str]) -> Iterator[str]:
    """Each moment at which two crawls asked one server: one of them between two requests of the
    other."""
    by_server: defaultdict[str, list[Asked]] = defaultdict(list)
    for request in sorted(requests):
        by_server[server_of_host.get(request.host, request.host)].append(request)
    for server, in_order in by_server.items():
        seen: set[str] = set()
        last = ""
        for request in in_order:
            if request.agent != last and request.agent in seen:
                yield f"{request.at:.2f} {server}: {request.agent} again after {last}"
            seen.add(request.agent)
            last = request.agent
