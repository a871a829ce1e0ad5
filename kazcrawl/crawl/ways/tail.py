"""Reads the tail of a long list before its walk goes on behind the first page."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl.crawl.seen import numbers_of
from kazcrawl.crawl.tail import Tail, tail_of
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.way import Way
from kazcrawl.fetch.responses import html_page
from kazcrawl.pages import Listing

logger = logging.getLogger(__name__)


class TailReader:
    """Asks for a page that a walk will hardly go behind; whatever comes, the walk goes on with its
    second page."""

    def __init__(self, way: Way, cards_of: Callable[[Listing], Cards]) -> None:
        self.way, self._cards_of = way, cards_of
        self._number: int | None = None

    def look_at(self, listing: Listing, cards: Cards) -> None:
        """Decides by the first page whether the tail is to be read, and which page it is."""
        # A pager that does not say which page it shows only promises others.
        named = listing.named if listing.current is not None else None
        if not self.way.is_audit:
            self._number = tail_of(self.way.walk, named, _moments(cards))

    def request(self) -> Request | None:
        """The request for the tail, once; None where it is not to be read."""
        number, self._number = self._number, None
        if number is None:
            return None
        return self.way.request(number).replace(callback=self.parse, errback=self.failed)

    def parse(self, response: Response, number: int) -> Iterator[Request]:
        """Keeps what the tail shows."""
        self.way.report.listings.pages += 1
        page = html_page(response)
        listing = self.way.context.site.layouts.read_listing(page) if page else None
        if listing is not None:
            cards = self._cards_of(listing)
            if self._is_of_list(number, listing, cards):
                self.way.tail = Tail(number, numbers_of(cards))
        yield self.way.request(2)

    def _is_of_list(self, number: int, listing: Listing, cards: Cards) -> bool:
        """Whether this is the page that was asked for: it says so, or, where it does not, is older
        than what is walked for; behind a list's end a site shows what it likes."""
        if listing.current is not None:
            return listing.current == number
        return self.way.walk.bounds.is_old(_moments(cards))

    def failed(self, failure: Failure) -> list[Request]:
        """Without the tail all pages are read a second time."""
        logger.info("%s: no tail: %s", self.way.walk.edition, failure.getErrorMessage())
        return [self.way.request(2)]


def _moments(cards: Cards) -> list[datetime]:
    return [entry.published for _, entry in cards.values() if entry.published is not None]
