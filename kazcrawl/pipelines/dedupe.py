"""One article is one record, under however many addresses it is met."""

from typing import Self

from scrapy.crawler import Crawler

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.running import running
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import AccountedFor, Step
from kazcrawl.record import id_of
from kazcrawl.sites.site import Site


class Dedupe(Step):
    """Asks again, now by the page's own canonical address, whether the article is known.

    An article that the archive holds under another address (its old ID under another slug)
    takes that identity; every other address becomes an alias, so that it is not fetched
    again. Counts the articles met under another than their canonical address.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        step = super().from_crawler(crawler)
        step.crawler = crawler
        return step

    def process_item(self, item: Fetched) -> Fetched:
        run = running(self.crawler)
        self.report.aliases += bool(item.aliases)
        try:
            identify(run.archive, self.site, item)
        except ArchiveError as error:
            run.stop("archive", error)
            raise AccountedFor(str(error)) from None
        return item


def identify(archive: Archive, site: Site, item: Fetched) -> None:
    """Gives an article the identity under which the archive holds it, if it does.

    ``aliases`` become the hashes of all its other addresses. Raises ArchiveError.
    """
    article = item.article
    names = site.addresses.identities(article.url)
    known = archive.known(names)
    held = next((known[name] for name in names if name in known), None)
    if held and held.url_hash != article.id and held.revision:
        article.url = archive.newest(held.url_hash)["url"]
        article.id = id_of(article.url)
    others = {name for url in item.aliases for name in site.addresses.identities(url)}
    item.aliases = sorted((others | set(names)) - {article.id})
