"""The end of a crawl whose servers another process may ask: at once, and for certain."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet import reactor as _reactor

from kazcrawl import health
from kazcrawl.archive.fence import LIMIT, Fence, FenceLostError
from kazcrawl.crawl.spider import WalkSpider, is_ours
from kazcrawl.logs.masking import mask

# Twisted tells its types only of the interfaces, not of the reactor that is installed.
reactor = cast(Any, _reactor)

# What follows a crawl (publishing, the account) may take so long when the archive is gone too.
_CERTAIN = 60.0


class Fencing:
    """Leaves the reactor when the fence is lost, whatever is under way; the command goes on, and
    publishes if it can. A process that was stopped looks at the lock before anything else."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not is_ours(crawler) or not crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise NotConfigured  # without a reactor, nothing could be left
        extension = cls(crawler)
        crawler.signals.connect(extension.started, signal=signals.engine_started)
        return extension

    def started(self) -> None:
        spider = self.crawler.spider
        assert isinstance(spider, WalkSpider)
        self.context = spider.context
        if (fence := self.context.fence) is None:
            return
        fence.on_loss = self.lost
        if fence.lost is not None:
            self.lost(fence.lost)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGCONT, lambda *given: self.continued(fence, *given))

    def lost(self, error: FenceLostError) -> None:
        """Another may ask our servers: told in whatever thread."""
        self.context.report.trouble.setdefault("archive", str(error))
        timer = threading.Timer(_CERTAIN, os._exit, (health.NOT_DELIVERED,))
        timer.daemon = True
        timer.start()
        reactor.callFromThread(_leave)

    def continued(self, fence: Fence, _number: int, _frame: FrameType | None) -> None:
        """The process was stopped for who knows how long; requests may be half on their way."""
        looking = threading.Thread(target=_look, args=(fence,), daemon=True)
        looking.start()
        looking.join(LIMIT)
        if looking.is_alive() or fence.lost:
            why = fence.lost or "the database gives no answer after a stop"
            print(mask(f"kazcrawl: not delivered: {why}"), file=sys.stderr, flush=True)  # noqa: T201
            os._exit(health.NOT_DELIVERED)


def _look(fence: Fence) -> None:
    try:
        fence.look()
    except FenceLostError:
        return


def _leave() -> None:
    if reactor.running:
        reactor.crash()
