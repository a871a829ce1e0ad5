"""The sitemap of the last news: one request that tells which of three hundred articles changed.

Where an edition's RSS told what is new, this sitemap and the listing confirm it in turns, at most
one of them in a run.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import look_again
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Ending, Entry, Walk
from kazcrawl.dates import is_future, read_machine_date
from kazcrawl.fetch.responses import NOT_MODIFIED, content_type_of, is_unasked
from kazcrawl.items import Found
from kazcrawl.pages import read_syndication

logger = logging.getLogger(__name__)

NAME = "last-news"
# So many articles may be told changed at once, or this share of all; more is a sitemap that is
# made anew with today's date on everything.
_FEW, _SHARE = 10, 0.2


class _Way(Protocol):
    """The way that a sitemap confirms."""

    walk: Walk

    def end(self, ending: Ending, witness: str) -> None: ...
    def note_lost(self, name: str, failure: Failure) -> None: ...


class LastNews:
    """An edition's sitemap of the last news, at ``url``, which ends the walk of a way."""

    def __init__(self, articles: Articles, edition: str, url: str, way: _Way) -> None:
        self.articles = articles
        self.context = articles.context
        self.edition = edition
        self.url = url
        self.way = way
        self.counts = self.context.report.edition(edition).of_source(NAME)

    def is_due(self) -> bool:
        """Whether the sitemap is there, and it is its turn."""
        standing = self.context.standing
        return not standing.is_missing(self.url) and standing.is_due(
            self.url, self.context.config.listings_every
        )

    def request(self) -> Request:
        """A request for the sitemap, conditional where an earlier run knew it."""
        return self.context.standing.request(self.url, self.parse, self.failed)

    def parse(self, response: Response) -> Iterator[Request]:
        """Looks at what changed, and asks for what is new."""
        try:
            if is_unasked(response):
                self.counts.failed += 1
            elif response.status == NOT_MODIFIED:
                self.counts.unchanged += 1
                self.context.standing.confirm(self.edition, self.url)
            else:
                yield from self._read(response)
            self._end()
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _read(self, response: Response) -> Iterator[Request]:
        site = self.context.site
        listing = read_syndication(response.body, response.url, content_type_of(response))
        told: dict[str, tuple[str, datetime | None]] = {}
        for card in listing.cards if listing else ():
            if site.addresses.is_article_of(self.edition, card.url):
                moment = read_machine_date(card.modified_raw, zone=site.clock)
                told.setdefault(site.addresses.url_hash(card.url), (card.url, moment))
        if not told:
            self.counts.broken += 1
            logger.warning("%s of %s names no article: %s", NAME, self.edition, self.url)
            self.context.standing.lose(self.url, response.status)
            return
        self.counts.cards += len(told)
        self.context.standing.learn(self.edition, self.url, response, "{}")
        entries = [(address, Entry(url_hash, None)) for url_hash, (address, _) in told.items()]
        requests = self.articles.missing(self.way.walk, entries)
        self.counts.new += len(requests)
        yield from requests
        if self._note_changed(told):
            yield from self.articles.signalled(self.edition)

    def _note_changed(self, told: dict[str, tuple[str, datetime | None]]) -> bool:
        """Notes the articles that changed after they were last looked at."""
        archive = self.context.archive
        changed, now = [], clock.now()
        # An article whose slug was renamed is known by the hash of its first address.
        for url_hash, known in archive.known(list(told)).items():
            address, moment = told[url_hash]
            # A change that is still to come would be told on every run.
            if known.status != "usable" or moment is None or is_future(moment, now):
                continue
            if moment > clock.parse(known.checked_at):
                changed.append(Found(known.url_hash, address, self.edition))
        if len(changed) > max(_FEW, _SHARE * len(told)):
            self.counts.untrusted += 1
            return False
        look_again(archive, self.context.site.name, changed, "changed")
        self.counts.changed += len(changed)
        return bool(changed)

    def failed(self, failure: Failure) -> None:
        """The sitemap did not come: the RSS told all the same."""
        try:
            self.way.note_lost(NAME, failure)
            self._end()
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _end(self) -> None:
        self.way.end(Ending.SYNDICATION, "the feed reached known ground")
