"""Delivery while running: a ten-day backfill publishes all along, not at its end."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from kazcrawl.archive import ArchiveError
from kazcrawl.config import Config
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.feeds import FeedError, Publisher

logger = logging.getLogger(__name__)


class Delivery:
    """Publishes a batch when KAZCRAWL_DELIVER_ARTICLES wait or KAZCRAWL_DELIVER_EVERY passed.

    What still waits at the end of the crawl is the command's to publish, which also works
    when the crawl was stopped the hard way. Stats: ``feed/files``, ``feed/records``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = Config.read(crawler.settings)
        self.waiting = 0
        self.publisher: Publisher | None = None
        self.clock = LoopingCall(self.deliver)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise NotConfigured  # delivery while running needs the reactor's clock
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.scraped, signal=signals.item_scraped)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        return extension

    def opened(self) -> None:
        self.clock.start(max(1.0, self.config.deliver_every.total_seconds()), now=False)

    def scraped(self) -> None:
        self.waiting += 1
        if self.waiting >= self.config.deliver_articles:
            self.deliver()

    def closed(self) -> None:
        if self.clock.running:
            self.clock.stop()
        if self.publisher:
            self.publisher.close()

    def deliver(self) -> None:
        """Publishes what waits; a failure ends the crawl, for nothing could be delivered."""
        spider, stats = self.crawler.spider, self.crawler.stats
        assert isinstance(spider, WalkSpider)
        assert stats is not None
        self.waiting = 0
        try:
            if self.publisher is None:
                self.publisher = Publisher(
                    self.config.archive_url,
                    self.config.feeds,
                    spider.name,
                    spider.crawl_id,
                    self.config.compression,
                )
            for one in self.publisher.publish():
                stats.inc_value("feed/files")
                stats.inc_value("feed/records", one.records)
                logger.info("published %s (%d records)", one.path, one.records)
        except (FeedError, ArchiveError) as error:
            spider.give_up("feed", error)
