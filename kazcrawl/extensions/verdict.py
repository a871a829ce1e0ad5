"""The verdict in the crawler's stats, for whoever runs the spiders as a library."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.crawl.ending import note_verdict
from kazcrawl.crawl.spider import WalkSpider, is_ours


class RunVerdict:
    """Judges a crawl when its spider is closed.

    What is left to publish may still change the verdict: ``kazcrawl.crawl.ending.finish`` judges
    again. Stats: see ``kazcrawl.crawl.ending.note_verdict``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not is_ours(crawler):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        return extension

    def closed(self, spider: WalkSpider) -> None:
        """The spider is closed: every count is in."""
        try:
            archive = Archive(spider.context.config.archive_url, create=False)
        except ArchiveError as error:
            spider.context.report.trouble.setdefault("archive", str(error))
            return
        try:
            note_verdict(self.crawler, archive)
        finally:
            archive.close()
