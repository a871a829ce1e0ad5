"""Stopping: by a signal or by the clock, gracefully and then for certain.

Scrapy's own graceful stop waits for slow answers (78 s were measured), and after a second
signal the crawl's end is never told. Here the first signal ends the crawl within a few
seconds, the second at once; the command goes on after the crawl and publishes.
"""

import logging
import signal
import threading
from asyncio import ensure_future
from types import FrameType
from typing import Any, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet import reactor as _reactor
from twisted.internet.task import deferLater

from kazcrawl import health
from kazcrawl.cli.signals import CERTAIN, end_for_certain, held, install
from kazcrawl.config import Config
from kazcrawl.crawl.spider import WalkSpider, is_ours

logger = logging.getLogger(__name__)
# Twisted tells its types only of the interfaces, not of the reactor that is installed.
reactor = cast(Any, _reactor)

# What is under way may finish for so long, in seconds.
_GRACE = 4.0


class Stopping:
    """Ends the crawl on SIGTERM, SIGINT, SIGHUP and after KAZCRAWL_MAX_RUNTIME; the run's account
    says by which."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.max_runtime = Config.read(crawler.settings).max_runtime
        self.asked = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not is_ours(crawler) or not crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise NotConfigured  # signals of a process without a reactor are its owner's
        extension = cls(crawler)
        crawler.signals.connect(extension.started, signal=signals.engine_started)
        return extension

    def started(self) -> None:
        # In a thread that is not the main one, signals are somebody else's.
        if threading.current_thread() is threading.main_thread():
            install(self.signalled)
        if by := held():  # it came when the run had begun, and not the reactor
            reactor.callLater(0, self.stop, by)
        if self.max_runtime:
            seconds = self.max_runtime.total_seconds()
            reactor.callLater(seconds, self.stop, "KAZCRAWL_MAX_RUNTIME")
            end_for_certain(seconds + CERTAIN, health.STOPPED)

    def signalled(self, number: int, _frame: FrameType | None) -> None:
        """A signal came, perhaps in the middle of anything: the reactor does what it asks."""
        name = signal.Signals(number).name
        # Here, and not where it stops: the reactor itself may wait for something.
        end_for_certain(CERTAIN, health.STOPPED)
        reactor.callFromThread(self.stop, name)

    def stop(self, by: str) -> None:
        """The first call ends the crawl gracefully, the second at once."""
        self.asked += 1
        if self.asked > 1:
            logger.warning("%s again: ending at once; what was fetched is published", by)
            _leave()
            return
        spider, engine = self.crawler.spider, self.crawler.engine
        assert isinstance(spider, WalkSpider)
        assert engine is not None
        logger.warning(
            "%s: finishing what is under way, at most %.0f seconds, then publishing; once more "
            "ends it at once, and loses nothing either",
            by,
            _GRACE,
        )
        spider.context.report.stopped_by = by
        self._closing = deferLater(reactor, _GRACE, _leave)
        self.crawler.signals.connect(self._closed, signal=signals.spider_closed)
        self._ending = ensure_future(engine.close_spider_async(reason="stopped"))

    def _closed(self) -> None:
        if not self._closing.called:
            self._closing.addErrback(lambda _: None)
            self._closing.cancel()


def _leave() -> None:
    """Leaves the reactor without waiting for what is still under way."""
    if reactor.running:
        reactor.crash()
