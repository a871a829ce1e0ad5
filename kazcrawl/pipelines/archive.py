"""The last step: a version is committed before anyone is told of it."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from kazcrawl.archive import ArchiveError
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.disk.steps import reached
from kazcrawl.record import Article


class ArchiveVersion:
    """Archives new and changed articles; an unchanged one is dropped.

    Stats: ``archive/new``, ``archive/revised``, ``archive/unchanged``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        spider, stats = self.crawler.spider, self.crawler.stats
        assert isinstance(spider, WalkSpider)
        assert stats is not None
        try:
            added = spider.archive.add(item, item.aliases)
        except ArchiveError as error:
            spider.give_up("archive", error)
            raise DropItem(str(error)) from None
        reached("after commit")
        if not added:
            stats.inc_value("archive/unchanged")
            raise DropItem(f"unchanged: {item.url}")
        stats.inc_value("archive/new" if item.revision == 1 else "archive/revised")
        return item
