"""The way over a listing: pages of cards, one after the other, until the walk ends.

A way belongs to one walk. It gives the requests of the walk's pages, reads what comes, and asks
for the articles that the archive lacks.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from scrapy import Request
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import drop
from kazcrawl.crawl import ledger
from kazcrawl.crawl.answers import WAS_MISSING
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.recheck import Recheck
from kazcrawl.crawl.walk import Ending, Entry, Step, Walk
from kazcrawl.crawl.ways import strangers
from kazcrawl.crawl.ways.changes import Cards, Changes
from kazcrawl.crawl.ways.tail import TailReader
from kazcrawl.crawl.ways.way import Way
from kazcrawl.dates import read_date
from kazcrawl.fetch.ends import NO_END
from kazcrawl.fetch.responses import (
    NO_TEXT,
    NOT_MODIFIED,
    UNASKED,
    asked_address,
    html_page,
    is_unasked,
)
from kazcrawl.pages import Listing, Page

logger = logging.getLogger(__name__)

# Pages of links to nothing, one behind the other, that make a trap.
_TRAP = 3


class ListingWay(Way):
    """Asks for the pages of a walk, and reads their cards."""

    def __init__(self, articles: Articles, walk: Walk) -> None:
        super().__init__(articles, walk)
        self.changes = Changes(articles, walk)
        # The page whose articles decide whether the walk goes on, and those still to come.
        self._deciding: int | None = None
        self._pending: set[str] = set()
        # Cards of the page read last that are the site's own, and no articles.
        self._strange: Cards = {}
        self._tail_reader = TailReader(self, lambda listing: self._cards(listing)[0])

    # --- what comes of it -------------------------------------------------------------------

    def parse(self, response: Response, number: int) -> Iterator[Request]:
        """The articles of a page that are to be read, and the next page if there is more."""
        walk = self.walk
        page = html_page(response)
        if page is None and response.status != NOT_MODIFIED:
            self._refuse(response, number, NO_TEXT)
            return
        if is_unasked(response):
            self._refuse(response, number, UNASKED)
            return
        if page is not None and self._lacks_end(response, number):
            self._refuse(response, number, NO_END, "a page broke off before its end")
            return
        self.report.listings.pages += 1
        if response.status == NOT_MODIFIED:
            # What it showed was archived, or waits: only a complete walk is remembered.
            self.report.listings.unchanged += 1
            self.context.standing.confirm(walk.edition, walk.page(number))
            self.end(Ending.UNCHANGED, "304 to what a complete walk showed")
            return
        if self.articles.challenges.is_refusal(response, page, walk.edition):
            logger.warning("%s: a refusal in a page's place: %s", walk.edition, response.url)
            self._lose(number)
            return
        listing = self.context.site.layouts.read_listing(page) if page else None
        if listing is not None:
            yield from self.turn(response, number, listing)
        elif page and self._is_end(number, page):
            self.report.listings.empty += 1
            yield from self.doubt(number, f"page {number} is empty")
        else:
            self._unfit(response, number)

    def _refuse(self, response: Response, number: int, why: str, told: str = "") -> None:
        """What came is no page."""
        self.report.failures[why] += 1
        logger.warning("%s: %s: %s", self.walk.edition, told or why, asked_address(response))
        self._lose(number)

    def _unfit(self, response: Response, number: int) -> None:
        """A page that no layout reads: one among others may be another's, once."""
        logger.warning("no known listing layout: %s", asked_address(response))
        self.report.listings.unfit += number not in self._asked_again
        if self.walk.section is None and number > 1:
            self._lose(number)
        else:
            self._lose_section("no cards")

    def _lacks_end(self, response: Response, number: int) -> bool:
        """Whether a page broke off; one that comes without its end twice does only if others of
        its kind have one."""
        ends, kind = self.context.ends, f"{self.walk.kind} listing"
        is_cut = ends.is_cut(response, self.walk.edition, kind)
        if not is_cut:
            ends.note(response, self.walk.edition, kind)
            return False
        return number not in self._asked_again or ends.ended(self.walk.edition, kind)

    def _is_end(self, number: int, page: Page) -> bool:
        """Whether a page without cards is the end of its walk: a day of the past may have had no
        article, the listing of everything has some."""
        layouts = self.context.site.layouts
        if number > 1 and layouts.is_missing(page):
            return True
        until = self.walk.bounds.until
        is_past = until is not None and until <= self.context.started
        return (number > 1 or is_past) and layouts.is_empty_listing(page)

    def turn(self, response: Response, number: int, listing: Listing) -> Iterator[Request]:
        """What a page that could be read brings to its walk."""
        try:
            yield from self._turn(response, number, listing)
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _turn(self, response: Response, number: int, listing: Listing) -> Iterator[Request]:
        walk, context = self.walk, self.context
        fetched_at = clock.now()
        cards, titles = self._cards(listing)
        self.met(cards)
        if self._recheck is not None:
            yield from self._check(self._recheck, number, cards)
            return
        if ledger.can_prove(walk.kind) and len(cards) < len(listing.cards):
            strangers.note(context, walk, self._strange)
            if strangers.are_most(context, walk.edition, listing, cards):
                pairs = cards.values()
                own = [pair for pair in pairs if walk.bounds.wants(pair[1].published)]
                yield from self.articles.missing(walk, own)
                self.report.listings.nameless += 1
                self._refuse(response, number, strangers.NAMELESS)
                return
        if walk.section is not None:
            context.archive.note_members(
                context.site.name, walk.section, list(cards), clock.text(fetched_at)
            )
        if number == 1 and walk.is_standing:
            yield from self.changes.looks(response, walk.page(1), cards, titles, is_whole=False)
        wanted, step = walk.turn(
            number,
            [entry for _, entry in cards.values()],
            current=listing.current,
            named=listing.named,
            oldest=self._date(listing.oldest_raw),
        )
        if number == 1:
            self._tail_reader.look_at(listing, cards)
        if wanted and walk.doubted(number):
            logger.warning("%s: %s, but not again", walk.edition, walk.doubted(number))
        requests = self.articles.missing(walk, [cards[entry.id] for entry in wanted])
        yield from requests
        if step is Step.WAIT:
            step = self._wait(number)
        if step is Step.GO_ON and self._is_trap(number):
            step = walk.end(
                Ending.CONTRADICTED,
                f"a trap: the links of page {number - 1} and of "
                f"{_TRAP - 1} pages before it lead to nothing",
            )
        # What was not there before is no news.
        new = sum(not request.meta.get(WAS_MISSING) for request in requests)
        yield from self.follow(number, step, new)

    def next(self, number: int) -> Request:
        tail = self._tail_reader.request() if number == 1 else None
        return tail or super().next(number)

    def met(self, cards: Cards) -> None:
        """Takes note of what a page shows, for ways that make more of it."""

    def _is_trap(self, number: int) -> bool:
        """Whether all articles of the last pages are missing: ever-new links to nothing, which
        are not to be waited for."""
        ids = [self.walk.pages.last_ids(page) for page in range(number - _TRAP, number)]
        url_hashes = [url_hash for page in ids for url_hash in page]
        if not all(ids) or not self.context.memory.are_missing(url_hashes):
            return False
        drop(self.context.archive, url_hashes)
        return True

    def _cards(self, listing: Listing) -> tuple[Cards, dict[str, str | None]]:
        """The cards of the edition's articles by id, and their titles."""
        cards: Cards = {}
        titles: dict[str, str | None] = {}
        self._strange = {}
        addresses = self.context.site.addresses
        for card in listing.cards:
            is_own = addresses.is_article_of(self.walk.edition, card.url)
            if not is_own and not strangers.is_strange(self.context, self.walk.edition, card.url):
                continue
            entry = Entry(addresses.url_hash(card.url), self._date(card.date_raw))
            if is_own:
                cards.setdefault(entry.id, (card.url, entry))
                titles.setdefault(entry.id, card.headline)
                self.context.memory.entitle(entry.id, card.headline)
            else:
                self._strange.setdefault(entry.id, (card.url, entry))
        return cards, titles

    def _date(self, raw: str | None) -> datetime | None:
        site = self.context.site
        language = site.edition(self.walk.edition).language or None
        return read_date(raw, language, clock.now(), zone=site.clock)

    def _check(self, recheck: Recheck, number: int, cards: Cards) -> Iterator[Request]:
        """What a page shows when it is read again."""
        walk = self.walk
        unseen = recheck.read(number, [entry for _, entry in cards.values()])
        wanted = [entry for entry in unseen if walk.bounds.wants(entry.published)]
        yield from self.articles.missing(walk, [cards[entry.id] for entry in wanted])
        is_over = recheck.decide()
        for moved in recheck.take_moved():
            logger.warning("%s: page %d moved while the list was read", walk.edition, moved)
        if is_over:
            self.close()

    # --- pages of undated cards ---------------------------------------------------------------

    def _wait(self, number: int) -> Step:
        """Waits for the articles of a page, if any is still to come."""
        undated = self.walk.undated()
        self._pending = self.context.memory.in_flight(undated)
        if not self._pending:
            return self.walk.decide(number, self.context.memory.moments(undated))
        self._deciding = number
        return Step.WAIT

    def settled(self, url_hash: str) -> list[Request]:
        """An article's page came to something: what follows if it was the last one waited for."""
        if url_hash not in self._pending:
            return []
        self._pending.discard(url_hash)
        return [] if self._pending else self.release()

    def release(self) -> list[Request]:
        """Decides with what is known, whatever is still to come."""
        if self._deciding is None:
            return []
        number, self._deciding = self._deciding, None
        self._pending = set()
        moments = self.context.memory.moments(self.walk.undated())
        return list(self.follow(number, self.walk.decide(number, moments), 1))
