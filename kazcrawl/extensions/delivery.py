"""Delivery while running: a ten-day backfill publishes all along, not at its end."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from kazcrawl.config import Config
from kazcrawl.crawl.ending import deliver
from kazcrawl.crawl.spider import WalkSpider, is_ours
from kazcrawl.crawl.walk import Kind


class Delivery:
    """Publishes a batch when KAZCRAWL_DELIVER_ARTICLES wait or KAZCRAWL_DELIVER_EVERY passed.

    A batch freezes the sections that its records carry, so a number of articles alone opens
    none while section listings are still walked; the time that passed does. What still waits at
    the end of the crawl is the command's to publish, which also works when the crawl was stopped
    the hard way.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = Config.read(crawler.settings)
        self.waiting = 0
        self.clock = LoopingCall(self.deliver)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not is_ours(crawler) or not crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
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
        if self.waiting >= self.config.deliver_articles and not self._are_sections_walked():
            self.deliver()

    def _are_sections_walked(self) -> bool:
        spider = self.crawler.spider
        assert isinstance(spider, WalkSpider)
        walks = (way.walk for way in spider.ways)
        return any(walk.kind is Kind.SECTION and walk.ending is None for walk in walks)

    def closed(self) -> None:
        if self.clock.running:
            self.clock.stop()

    def deliver(self) -> None:
        """Publishes what waits, unless somebody else does just now."""
        spider = self.crawler.spider
        assert isinstance(spider, WalkSpider)
        self.waiting = 0
        deliver(spider.context, patience=0)
