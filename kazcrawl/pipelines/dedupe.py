"""One article is one record, under however many addresses it is met."""

from typing import Self

from scrapy.crawler import Crawler

from kazcrawl.archive import Archive, ArchiveError, Known
from kazcrawl.archive.running import running
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import AccountedFor, Step
from kazcrawl.record import Article, id_of
from kazcrawl.sites.site import Site


class Dedupe(Step):
    """Asks again, now by the page's own canonical address, whether the article is known.

    An article that the archive holds under another address (its old ID under another slug, the
    address that redirected, its key with the same text) takes that identity; every other address
    becomes an alias, so that it is not fetched again. Counts the articles met under another than
    their canonical address.
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
        if run.memory.is_disowned(item.found.url_hash):
            own = self.site.addresses.identities(item.found.url)
            item.aliases = [name for name in item.aliases if name not in own]
        return item


def identify(archive: Archive, site: Site, item: Fetched) -> None:
    """Gives an article the identity under which the archive holds it, if it does.

    ``aliases`` become the hashes of all its other addresses. Raises ArchiveError.
    """
    article, addresses = item.article, site.addresses
    # The address that was asked for is the one under which it is held, if it was looked at.
    asked = addresses.canonical(item.found.url)
    met = sorted(item.aliases, key=lambda url: url != asked)
    names = [name for url in (*met, article.url) for name in addresses.identities(url)]
    known = archive.known(names)
    held = next((known[name] for name in names if name in known), None)
    held = held or _renamed(archive, addresses.key_hash(article.url), article)
    if held and held.url_hash != article.id and held.revision:
        article.url = archive.newest(held.url_hash)["url"]
        article.id = id_of(article.url)
    item.aliases = sorted(set(names) - {article.id})


def _renamed(archive: Archive, key_hash: str | None, article: Article) -> Known | None:
    """The article of the same edition and key that is held with this very text."""
    sharing = archive.sharing([key_hash]) if key_hash else {}
    held = (known for rows in sharing.values() for known in rows)
    return next((known for known in held if known.content_hash == article.content_hash), None)
