"""The way by feeds for machines: one request that tells two hundred articles.

An edition's RSS, or else its news sitemap, or else the sitemaps that its robots.txt names, is
asked for first. Where it reaches back to known
ground, the sitemap of the last news (``last_news``) or the front listing's first page is asked
for only now and then, to confirm that nothing is missing; where it does not, or where there is
none, the listing is walked.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson
from protego import Protego
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.standing import recall
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Ending, Entry, Step, Walk
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.ground import is_known
from kazcrawl.crawl.ways.last_news import LastNews
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.crawl.ways.parts import MOST_PARTS, Parts
from kazcrawl.crawl.ways.recapture import Recapture
from kazcrawl.dates import read_date, read_machine_date
from kazcrawl.fetch.responses import (
    GONE,
    NOT_MODIFIED,
    UNASKED,
    asked_address,
    content_type_of,
    is_unasked,
    status_of,
)
from kazcrawl.pages import Card, Listing, read_syndication

logger = logging.getLogger(__name__)

# How much older than the newest archived article a feed's newest may be: editors set times.
_LAG = timedelta(minutes=15)
# A document of more entries is an archive: only those that are dated in the walk are looked at.
_MOST_ENTRIES = 1_000
# What the sitemaps that only robots.txt names are called in the account.
_FURTHER = "robots-sitemap"


class SyndicationWay(ListingWay):
    """Asks an edition's feeds for machines before its front listing.

    ``is_confirming``: where a feed reaches known ground, the listing is only to confirm it.
    """

    def __init__(self, articles: Articles, walk: Walk, *, is_confirming: bool) -> None:
        super().__init__(articles, walk)
        edition = self.context.site.edition(walk.edition)
        self.is_confirming = is_confirming
        self._recapture = Recapture()
        self._root = edition.root
        self._sources = [(name, edition.root + path) for name, path in edition.syndication.items()]
        self._is_robots_read = False
        self._last_news = (
            LastNews(articles, walk.edition, edition.root + edition.last_news, self)
            if edition.last_news
            else None
        )

    def begin(self) -> Request:
        """A request for the best feed that is there, else for the listing's first page."""
        while self._sources or self._further():
            name, url = self._sources.pop(0)
            if not self.context.standing.is_missing(url):
                return self.context.standing.request(
                    url,
                    self.parse_source,
                    self.source_failed,
                    is_conditional=self.walk.is_conditional,
                    name=name,
                )
        self.is_confirming = False
        return self.request(1)

    def _further(self) -> bool:
        """Adds the sitemaps of the edition that its robots.txt names, once; whether any is."""
        robots = (
            None
            if self._is_robots_read
            else recall(self.context.archive, f"{self._root}/robots.txt")
        )
        self._is_robots_read = True
        edition_of = self.context.site.addresses.edition_of
        for url in Protego.parse(robots.content or "").sitemaps if robots else ():
            edition = edition_of(url)
            if edition and edition.code == self.walk.edition and len(self._sources) < MOST_PARTS:
                self._sources.append((_FURTHER, url))
        return bool(self._sources)

    def parse_source(self, response: Response, name: str) -> Iterator[Request]:
        """The articles that a feed tells, and the listing if it is still needed."""
        try:
            if is_unasked(response):
                self.report.of_source(name).failed += 1
                self.report.failures[UNASKED] += 1
                yield self.begin()
            elif response.status == NOT_MODIFIED:
                yield from self._still(response, name)
            else:
                yield from self._read(response, name)
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _still(self, response: Response, name: str) -> Iterator[Request]:
        """A feed that is as it was."""
        url = asked_address(response)
        standing = self.context.standing
        self.report.of_source(name).unchanged += 1
        standing.confirm(self.walk.edition, url)
        before = standing.before(url)
        seen = orjson.loads((before and before.content) or "{}")
        moments = [clock.parse(moment) for moment, _ in seen.values() if moment]
        yield from self._after(name, moments)

    def _read(self, response: Response, name: str) -> Iterator[Request]:
        listing = read_syndication(response.body, response.url, content_type_of(response))
        if listing is not None and listing.parts:
            yield from Parts(self.articles, response, name, listing, self).go_on()
        else:
            yield from self.take(response, name, listing)

    def take(
        self, response: Response, name: str, listing: Listing | None, *, is_all: bool = True
    ) -> Iterator[Request]:
        """What a feed tells; ``is_all`` unless parts of it were left out. Raises ArchiveError."""
        url = asked_address(response)
        counts = self.report.of_source(name)
        cards, titles, moments = self._entries(listing)
        if listing is None or not cards:
            counts.broken += 1
            what = "empty" if listing else "no feed"
            logger.warning("%s of %s is %s: %s", name, self.walk.edition, what, url)
            self.context.standing.lose(url, response.status)
            yield self.begin()
            return
        is_whole = listing.whole and is_all
        self._recapture.tell(cards)
        yield from self.changes.looks(response, url, cards, titles, is_whole=is_whole)
        requests = self.articles.missing(self.walk, list(cards.values()))
        counts.entries += len(cards)
        counts.new += len(requests)
        counts.broken += not listing.whole
        counts.short += not is_all
        yield from requests
        is_ground = is_known(cards, self.walk.bounds.since, self.context.memory)
        yield from self._after(name, moments if is_whole else [], is_ground=is_ground)

    def _entries(
        self, listing: Listing | None
    ) -> tuple[Cards, dict[str, str | None], list[datetime]]:
        """The edition's articles that a feed tells, their titles, and the moments of all."""
        cards: Cards = {}
        titles: dict[str, str | None] = {}
        moments: list[datetime] = []
        site, told = self.context.site, listing.cards if listing else []
        for card in told:
            if not site.addresses.is_article_of(self.walk.edition, card.url):
                continue
            moment = self._moment(card)
            moments += [moment] if moment else []
            if len(told) > _MOST_ENTRIES and not self._is_of_walk(moment, card):
                continue
            entry = Entry(site.addresses.url_hash(card.url), moment)
            cards.setdefault(entry.id, (card.url, entry))
            self.context.memory.entitle(entry.id, card.headline)
            # A change that only the feed tells shows as another title would.
            titles.setdefault(entry.id, f"{card.headline}\n{card.modified_raw or ''}")
        return cards, titles, moments

    def _moment(self, card: Card) -> datetime | None:
        zone = self.context.site.clock
        return read_machine_date(card.date_raw, zone=zone) or read_date(
            card.date_raw, None, clock.now(), zone=zone
        )

    def _is_of_walk(self, moment: datetime | None, card: Card) -> bool:
        since = self.walk.bounds.since
        told = moment or read_machine_date(card.modified_raw, zone=self.context.site.clock)
        return since is None or (told is not None and told >= since)

    def _after(
        self, name: str, moments: list[datetime], *, is_ground: bool = True
    ) -> Iterator[Request]:
        """The listing's first page, unless a feed with articles of these moments told it all.

        A feed must reach back to known ground and must not lag behind what is archived; then the
        listing is asked for only now and then, to confirm it.
        """
        if not self._is_trusted(name, moments, is_ground=is_ground):
            self.is_confirming = False
        elif self.is_confirming:
            if self._last_news is not None and self._last_news.is_due():
                yield self._last_news.request()
                return
            page = self.walk.page(1)
            if not self.context.standing.is_due(page, self.context.config.listings_every):
                self.end(Ending.SYNDICATION, f"{name} goes back to {clock.text(min(moments))}")
                return
        yield self.request(1)

    def _is_trusted(self, name: str, moments: list[datetime], *, is_ground: bool) -> bool:
        counts = self.report.of_source(name)
        since = self.walk.bounds.since
        if moments and (since is None or min(moments) >= since or not is_ground):
            counts.short += 1
            return False
        now = clock.text(clock.now())
        newest = self.context.archive.newest_moment(
            self.context.site.name, self.walk.edition, until=now
        )
        if moments and newest and max(moments) < clock.parse(newest) - _LAG:
            counts.behind += 1
            return False
        return bool(moments)

    def met(self, cards: Cards) -> None:
        self._recapture.show(cards)

    def close(self) -> None:
        if self.walk.is_full:
            self._recapture.count(self.report.witnesses)
        super().close()

    def follow(self, number: int, step: Step, new: int) -> Iterator[Request]:
        """A first page that only confirms ends the walk where it shows nothing that the feed,
        trusted until now, did not tell."""
        if self.is_confirming and step is not Step.DOUBT:
            self.is_confirming = False
            if not new:
                self.end(Ending.SYNDICATION, "the first page shows nothing that the feed lacked")
                return
            self.report.listing_found_more += new
        yield from super().follow(number, step, new)

    def source_failed(self, failure: Failure) -> Iterator[Request]:
        """A feed did not come: the next one is asked for, in the end the listing."""
        name = failure.request.cb_kwargs["name"]  # type: ignore[attr-defined]
        try:
            self.note_lost(name, failure)
            yield self.begin()
        except ArchiveError as error:
            self.context.stop("archive", error)

    def note_lost(self, name: str, failure: Failure) -> None:
        """Notes that a feed is missing, or that it did not come; raises ArchiveError."""
        status = status_of(failure)
        if status in GONE:
            self.report.of_source(name).missing += 1
            logger.warning("%s of %s is missing", name, self.walk.edition)
            self.context.standing.lose(asked_address(failure), status or 0)
        else:
            self.report.of_source(name).failed += 1
            self.account.note_failure(failure, self.walk.edition)
