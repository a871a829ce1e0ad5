"""The parts of a sitemap index: those that may hold news, the newest first."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl.archive import ArchiveError
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Walk
from kazcrawl.dates import read_machine_date
from kazcrawl.fetch.responses import content_type_of
from kazcrawl.pages import Card, Listing, read_syndication

logger = logging.getLogger(__name__)

MOST_PARTS = 5
"""So many sitemaps of an index, or of a robots.txt, are asked for: what is new is in few."""

# A part's change is often told to the day.
_DAY = timedelta(days=1)


class _Way(Protocol):
    """The way that takes what the parts of an index tell together."""

    walk: Walk

    def take(
        self, response: Response, name: str, listing: Listing, *, is_all: bool
    ) -> Iterator[Request]: ...
    def note_lost(self, name: str, failure: Failure) -> None: ...


class Parts:
    """The parts of the index that came with ``response``, as one listing.

    The index alone is remembered and asked for conditionally: where it is as it was, so are its
    parts.
    """

    def __init__(
        self, articles: Articles, response: Response, name: str, index: Listing, way: _Way
    ) -> None:
        self.context = articles.context
        self.response = response
        self.name = name
        self.way = way
        self.walk = way.walk
        wanted = [part.url for part in index.parts if self._is_wanted(part)]
        self._left = wanted[:MOST_PARTS]
        self._is_all = len(wanted) <= MOST_PARTS
        self._told = Listing(index.layout, whole=index.whole)

    def _is_wanted(self, part: Card) -> bool:
        """Whether a part is the edition's own, and may have changed since the walk's bound."""
        edition = self.context.site.addresses.edition_of(part.url)
        if edition is None or edition.code != self.walk.edition:
            return False
        since = self.walk.bounds.since
        changed = read_machine_date(part.modified_raw, zone=self.context.site.clock)
        return since is None or changed is None or changed + _DAY > since

    def go_on(self) -> Iterator[Request]:
        """A request for the next part, or what all of them came to."""
        if self._left:
            yield Request(self._left.pop(0), callback=self.parse, errback=self.failed)
        else:
            yield from self.way.take(self.response, self.name, self._told, is_all=self._is_all)

    def parse(self, response: Response) -> Iterator[Request]:
        """A part's entries, and the next part."""
        try:
            part = read_syndication(response.body, response.url, content_type_of(response))
            if part is None or part.parts:
                logger.warning("a part of an index is no sitemap: %s", response.url)
                self._told.whole = False
            else:
                self._told.cards += part.cards
                self._told.whole = self._told.whole and part.whole
            yield from self.go_on()
        except ArchiveError as error:
            self.context.stop("archive", error)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A part did not come: the others tell what they can, and are not believed whole."""
        try:
            self._told.whole = False
            self.way.note_lost(self.name, failure)
            yield from self.go_on()
        except ArchiveError as error:
            self.context.stop("archive", error)
