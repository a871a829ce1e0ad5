"""The sitemap of the last news: one request that tells which of three hundred articles changed.

Where an edition's RSS told what is new, this sitemap and the listing confirm it in turns, at most
one of them in a run. Stats: ``discovery/<edition>/last-news_<what>`` with what ``cards``, ``new``,
``changed``, ``unchanged``, ``missing``, ``failed``, ``broken``, ``untrusted``.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock, pages
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import LOOK, Found, look_again
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.dates import read_machine_date
from kazcrawl.fetch.responses import NOT_MODIFIED
from kazcrawl.sites.kazinform.addresses import url_hash

if TYPE_CHECKING:
    from kazcrawl.crawl.spider import WalkSpider

# So many articles may be told changed at once, or this share of all; more is a sitemap that is
# made anew with today's date on everything.
_FEW, _SHARE = 10, 0.2


class LastNews:
    """The sitemaps of the last news of a run's editions."""

    def __init__(self, spider: "WalkSpider") -> None:
        self.spider = spider

    def request(self, walk: Walk) -> Request | None:
        """A request for the sitemap, None where there is none or it is not its turn."""
        spider = self.spider
        url = spider.last_news_of(walk)
        if url is None or spider.standing.is_missing(url):
            return None
        if not spider.standing.is_due(url, spider.config.listings_every):
            return None
        return spider.standing.request(url, self.parse, self.failed, walk=walk, url=url)

    def parse(self, response: Response, walk: Walk, url: str) -> Iterator[Request]:
        """Looks at what changed, and asks for what is new."""
        spider = self.spider
        try:
            if response.status == NOT_MODIFIED:
                self._count(walk, "unchanged")
                spider.standing.confirm(walk.edition, url)
            else:
                yield from self._read(response, walk, url)
            self._end(walk)
        except ArchiveError as error:
            spider.give_up("archive", error)

    def _read(self, response: Response, walk: Walk, url: str) -> Iterator[Request]:
        spider = self.spider
        listing = pages.read_syndication(response.body)
        told: dict[str, tuple[str, datetime | None]] = {}
        for card in listing.cards if listing else ():
            if spider.is_article_of(walk.edition, card.url):
                moment = read_machine_date(card.modified_raw)
                told.setdefault(url_hash(card.url), (card.url, moment))
        if not told:
            self._count(walk, "broken")
            spider.logger.warning("last-news of %s names no article: %s", walk.edition, url)
            spider.standing.lose(url, response.status)
            return
        self._count(walk, "cards", len(told))
        spider.standing.learn(walk.edition, url, response, "{}")
        entries = [(address, Entry(one, None)) for one, (address, _) in told.items()]
        requests = spider.articles.missing(walk, entries)
        self._count(walk, "new", len(requests))
        yield from requests
        if self._note_changed(walk, told):
            yield from spider.articles.waiting(walk.edition, LOOK)

    def _note_changed(self, walk: Walk, told: dict[str, tuple[str, datetime | None]]) -> bool:
        """Notes the articles that changed after they were last looked at."""
        spider = self.spider
        changed = []
        for row in spider.archive.known(list(told)).values():
            address, moment = told[row.url_hash]
            if row.status == "usable" and moment and moment > clock.parse(row.checked_at):
                changed.append(Found(row.url_hash, address, walk.edition))
        if len(changed) > max(_FEW, _SHARE * len(told)):
            self._count(walk, "untrusted")
            return False
        look_again(spider.archive, spider.name, changed, "changed")
        self._count(walk, "changed", len(changed))
        return bool(changed)

    def failed(self, failure: Failure) -> None:
        """The sitemap did not come: the RSS told all the same."""
        walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        try:
            self.spider.sources.note_lost(walk, "last-news", failure)
            self._end(walk)
        except ArchiveError as error:
            self.spider.give_up("archive", error)

    def _end(self, walk: Walk) -> None:
        walk.end("the feed reached known ground")
        self.spider.walk_ended(walk)

    def _count(self, walk: Walk, what: str, number: int = 1) -> None:
        if number:
            self.spider.count(f"discovery/{walk.edition}/last-news_{what}", number)
