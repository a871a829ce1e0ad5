"""The pace of asking: one slot a server, its Crawl-delay, its Retry-After, its refusals.

A server that is left alone is so in the next runs as well, as long as it asked for.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from kazcrawl import clock
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.running import is_running, running
from kazcrawl.archive.servers import ClosedServer, close_server, closed_servers
from kazcrawl.archive.waiting import LEFT_ALONE
from kazcrawl.config import Config
from kazcrawl.fetch.certificates import CertificateRefusedError
from kazcrawl.fetch.refusals import REFUSALS, NotAskedError, name_of, retry_after
from kazcrawl.fetch.servers import server_of

logger = logging.getLogger(__name__)

# A server that asks for more patience than this is left alone until the next run.
_LONGEST_PAUSE = timedelta(seconds=60)
# Refusals in a row after which a server is left alone until the next run.
_REFUSALS_UNTIL_CLOSED = 5
# How long the hosts are left alone that refused and named no time.
_REFUSED_FOR = timedelta(minutes=30)
# Requests in a row without any answer after which a host is left alone until the next run: each
# takes DOWNLOAD_TIMEOUT, and there may be hundreds.
_SILENT_UNTIL_LEFT = 10
_NO_ANSWER = (
    *("CannotResolveHostError", "DownloadConnectionRefusedError"),
    *("DownloadTimeoutError", "DownloadFailedError", CertificateRefusedError.reason),
)
# A Crawl-delay above this would make a run of days; it is a mistake more often than a wish.
_LONGEST_DELAY = 30.0
_NO_DELAY = 0.1


BESIDE = "kazcrawl_beside"
"""In a request's meta: it is asked beside the news, and a refusal of it says nothing of them."""


@dataclass(slots=True)
class Gate:
    """How one server wants to be asked; times are of the monotonic clock, in seconds.

    ``delay`` is the distance between two requests now, ``least`` what robots.txt asks for;
    ``refusing`` are the hosts of the refusals in a row.
    """

    delay: float = 0.0
    least: float = 0.0
    opens_at: float = 0.0
    refusals: int = 0
    refusing: set[str] = field(default_factory=set)
    closed: NotAskedError | None = None


class Pace:
    """Downloader middleware: no request passes before its server's gate is open.

    Stats: ``pace/retry_after`` pauses that a server asked for, ``pace/slowed`` times that a
    refusal doubled the distance between requests, ``pace/closed`` servers left alone,
    ``pace/silent`` hosts left alone because they give no answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.servers = Config.read(crawler.settings).servers
        self.first_pause = max(
            crawler.settings.getfloat("DOWNLOAD_DELAY"),
            crawler.settings.getfloat("AUTOTHROTTLE_START_DELAY"),
        )
        # Each request asks it several times.
        self._server = cache(lambda host: server_of(host, self.servers))
        self.gates: dict[str, Gate] = {}
        # By host: requests in a row without an answer, and what the last one met.
        self.silent: Counter[str] = Counter()
        self.silence: dict[str, str] = {}
        # By server or host: what earlier runs say of it; None until it is looked up.
        self._remembered: dict[str, ClosedServer] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def gate(self, request: Request) -> Gate:
        """The gate of a request's server."""
        return self.gates.setdefault(self._server(urlparse_cached(request).hostname or ""), Gate())

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        # A redirect to another host brings the former one's slot along.
        server = request.meta["download_slot"] = self._server(host)
        gate = self.gate(request)
        for name in (server, host):
            if closed := self._earlier().get(name):
                raise NotAskedError(LEFT_ALONE, closed.until)
        while True:
            if self.silent[host] >= _SILENT_UNTIL_LEFT:
                raise NotAskedError(self.silence[host])
            if gate.closed:
                raise gate.closed
            now = time.monotonic()
            if now >= gate.opens_at:
                gate.opens_at = now + gate.delay
                return
            await asyncio.sleep(gate.opens_at - now)

    def process_response(self, request: Request, response: Response) -> Response:
        gate = self.gate(request)
        del self.silent[urlparse_cached(request).hostname or ""]
        if response.status in (429, 503):
            self._pause(request, response, gate)
        if response.status in REFUSALS and BESIDE not in request.meta:
            self.refused(request, str(response.status))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        name = name_of(exception)
        if name in _NO_ANSWER:
            host = urlparse_cached(request).hostname or ""
            self.silent[host] += 1
            self.silence[host] = name
            if self.silent[host] == _SILENT_UNTIL_LEFT:
                self._count("silent")
                logger.warning("%s gives no answer: it is left alone in this run", host)

    def _pause(self, request: Request, response: Response, gate: Gate) -> None:
        now = clock.now()
        until = retry_after(response, now)
        if until is None:
            return
        self._count("retry_after")
        wait = until - now
        if wait <= _LONGEST_PAUSE:
            gate.opens_at = max(gate.opens_at, time.monotonic() + wait.total_seconds())
            return
        request.meta["dont_retry"] = True
        self._close(request, gate, str(response.status), clock.text(until))
        server = self._server(urlparse_cached(request).hostname or "")
        self._remember([ClosedServer(server, f"HTTP {response.status}", clock.text(until))])

    def refused(self, request: Request, reason: str) -> None:
        """A server refused: it is asked half as often, and soon not at all."""
        gate = self.gate(request)
        gate.refusals += 1
        gate.refusing.add(urlparse_cached(request).hostname or "")
        gate.delay = min(_LONGEST_DELAY, max(self.first_pause, gate.delay * 2))
        gate.opens_at = max(gate.opens_at, time.monotonic() + gate.delay)
        self._count("slowed")
        if gate.refusals >= _REFUSALS_UNTIL_CLOSED:
            request.meta["dont_retry"] = True
            self._close(request, gate, f"refused ({reason})")
            # The other hosts of the server did nothing: they may be asked in the next run.
            until = clock.text(clock.now() + _REFUSED_FOR)
            self._remember(
                ClosedServer(host, f"refused: {reason}", until) for host in gate.refusing
            )

    def welcomed(self, request: Request) -> None:
        """A server gave what it was asked for: what a refusal slowed down becomes faster."""
        gate = self.gate(request)
        gate.refusals = 0
        gate.refusing.clear()
        if gate.delay > gate.least:
            slower = gate.delay / 2
            gate.delay = gate.least if slower < _NO_DELAY else max(gate.least, slower)

    def crawl_delay(self, request: Request, seconds: float) -> None:
        """A server's robots.txt names the seconds between two requests."""
        gate = self.gate(request)
        gate.least = min(seconds, _LONGEST_DELAY)
        gate.delay = max(gate.delay, gate.least)

    def _close(self, request: Request, gate: Gate, reason: str, until: str | None = None) -> None:
        if gate.closed is None:
            self._count("closed")
            server = urlparse_cached(request).hostname
            logger.warning("%s refuses (%s): it is left alone in this run", server, reason)
        gate.closed = NotAskedError(reason, until)

    def _earlier(self) -> dict[str, ClosedServer]:
        """What earlier runs remember of servers; told once."""
        if self._remembered is None:
            self._remembered = {}
            with self._archive() as archive:
                self._remembered = closed_servers(archive) if archive else {}
            for closed in self._remembered.values():
                logger.info("left alone until %s (%s): %s", closed.until, closed.reason, closed[0])
        return self._remembered

    def _remember(self, servers: Iterable[ClosedServer]) -> None:
        with self._archive() as archive:
            if archive:
                for closed in servers:
                    close_server(archive, closed)

    @contextmanager
    def _archive(self) -> Iterator[Archive | None]:
        """The archive of the run, whose trouble ends it; None for whoever crawls without one."""
        if not is_running(self.crawler):
            yield None
            return
        run = running(self.crawler)
        try:
            yield run.archive
        except ArchiveError as error:
            run.stop("archive", error)

    def _count(self, what: str, **_: Any) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"pace/{what}")
