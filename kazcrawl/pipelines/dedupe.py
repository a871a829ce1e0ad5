"""One article is one record, under however many addresses it is met."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from kazcrawl.archive import ArchiveError
from kazcrawl.items import Article
from kazcrawl.spiders.base import WalkSpider
from kazcrawl.urls import identities, url_hash


class Dedupe:
    """Asks again, now by the page's own canonical address, whether the article is known.

    An article that the archive holds under another address (its old ID under another slug)
    takes that identity; every other address becomes an alias, so that it is not fetched
    again. Stats: ``dedupe/alias`` articles met under another than their canonical address.
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
        if item.aliases:
            stats.inc_value("dedupe/alias")
        names = identities(item.url)
        try:
            known = spider.archive.known(names)
            held = next((known[name] for name in names if name in known), None)
            if held and held.url_hash != item.id:
                item.url = spider.archive.newest(held.url_hash)["url"]
                item.id = url_hash(item.url)
        except ArchiveError as error:
            spider.give_up("archive", error)
            raise DropItem(str(error)) from None
        found = {one for url in item.aliases for one in identities(url)} | set(names)
        item.aliases = sorted(found - {item.id})
        return item
