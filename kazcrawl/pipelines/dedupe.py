"""One article is one record, under however many addresses it is met."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.record import Article
from kazcrawl.sites.kazinform.addresses import identities, url_hash


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
        try:
            identify(spider.archive, item)
        except ArchiveError as error:
            spider.give_up("archive", error)
            raise DropItem(str(error)) from None
        return item


def identify(archive: Archive, item: Article) -> None:
    """Gives an article the identity under which the archive holds it, if it does.

    ``aliases`` become the hashes of all its other addresses. Raises ArchiveError.
    """
    names = identities(item.url)
    known = archive.known(names)
    held = next((known[name] for name in names if name in known), None)
    if held and held.url_hash != item.id and held.revision:
        item.url = archive.newest(held.url_hash)["url"]
        item.id = url_hash(item.url)
    found = {one for url in item.aliases for one in identities(url)} | set(names)
    item.aliases = sorted(found - {item.id})
