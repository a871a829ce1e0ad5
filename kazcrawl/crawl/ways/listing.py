"""The way over a listing: pages of cards, one after the other, until the walk ends.

A way belongs to one walk. It gives the requests of the walk's pages, reads what comes, and asks
for the articles that the archive lacks.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.crawl import ledger
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Ending, Entry, Step, Walk
from kazcrawl.crawl.ways.changes import Cards, Changes
from kazcrawl.dates import read_date
from kazcrawl.fetch.browser import BrowserError
from kazcrawl.fetch.refusals import NotAskedError
from kazcrawl.fetch.responses import GONE, NO_TEXT, NOT_MODIFIED, html_page, status_of
from kazcrawl.pages import Listing, Page

logger = logging.getLogger(__name__)


class ListingWay:
    """Asks for the pages of a walk, and reads them."""

    def __init__(self, articles: Articles, walk: Walk) -> None:
        self.context = articles.context
        self.articles = articles
        self.account = articles.account
        self.walk = walk
        self.report = self.context.report.edition(walk.edition)
        self.changes = Changes(articles, walk)
        # Pages that did not come, asked for once more when all else was read.
        self._lost: list[int] = []
        self._asked_again: set[int] = set()
        # The page whose articles decide whether the walk goes on, and those still to come.
        self._deciding: int | None = None
        self._pending: set[str] = set()

    # --- what is asked for ------------------------------------------------------------------

    def begin(self) -> Request:
        """The walk's first request."""
        return self.request(1)

    def request(self, number: int) -> Request:
        """A request for one page, counted from 1; the first one is conditional where it can be."""
        url = self.walk.page(number)
        is_conditional = number == 1 and self.walk.is_standing
        # Behind the articles: a walk that runs ahead would fill the memory with requests.
        return Request(
            url,
            headers=self.context.standing.headers(url) if is_conditional else {},
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"number": number},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
            priority=-1,
        )

    def again(self) -> list[Request]:
        """Requests for the pages that did not come, each once.

        Where nothing came of the site at all it is down, and asking goes on with the next run.
        """
        lost, self._lost = self._lost, []
        if not self.context.is_answering():
            self.report.listings.failed += len(lost)
            return []
        return [self.request(number) for number in lost]

    # --- what comes of it -------------------------------------------------------------------

    def parse(self, response: Response, number: int) -> Iterator[Request]:
        """The articles of a page that are to be read, and the next page if there is more."""
        walk = self.walk
        page = html_page(response)
        if page is None and response.status != NOT_MODIFIED:
            self.report.failures[NO_TEXT] += 1
            self._lose(number)
            return
        self.report.listings.pages += 1
        if response.status == NOT_MODIFIED:
            # What it showed was archived, or waits: only a complete walk is remembered.
            self.report.listings.unchanged += 1
            self.context.standing.confirm(walk.edition, walk.page(number))
            self.end(Ending.UNCHANGED, "304 to what a complete walk showed")
            return
        if self.articles.challenges.is_refusal(response, page, walk.edition):
            self._lose(number)
            return
        listing = self.context.site.layouts.read_listing(page) if page else None
        if listing is not None:
            yield from self.turn(response, number, listing)
        elif page and self._is_end(number, page):
            self.report.listings.empty += 1
            self.end(Ending.LAST, f"page {number} is empty")
        else:
            self.report.listings.unfit += 1
            logger.warning("no known listing layout: %s", response.url)
            self._lose_section("no cards")

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
            oldest=self._date(listing.oldest_raw),
        )
        requests = self.articles.missing(walk, [cards[entry.id] for entry in wanted])
        yield from requests
        if step is Step.WAIT:
            step = self._wait(number)
        yield from self.follow(number, step, len(requests))

    def _cards(self, listing: Listing) -> tuple[Cards, dict[str, str | None]]:
        """The cards of the edition's articles by id, and their titles."""
        cards: Cards = {}
        titles: dict[str, str | None] = {}
        addresses = self.context.site.addresses
        for card in listing.cards:
            if addresses.is_article_of(self.walk.edition, card.url):
                entry = Entry(addresses.url_hash(card.url), self._date(card.date_raw))
                cards.setdefault(entry.id, (card.url, entry))
                titles.setdefault(entry.id, card.headline)
                self.context.memory.entitle(entry.id, card.headline)
        return cards, titles

    def _date(self, raw: str | None) -> datetime | None:
        site = self.context.site
        language = site.edition(self.walk.edition).language or None
        return read_date(raw, language, clock.now(), zone=site.clock)

    def follow(self, number: int, step: Step, new: int) -> Iterator[Request]:
        """What comes behind a page that showed ``new`` articles to ask for."""
        if step is Step.GO_ON:
            yield self.request(number + 1)
        elif step is Step.END:
            self.ended()

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

    # --- how it ends --------------------------------------------------------------------------

    def end(self, ending: Ending, witness: str) -> None:
        """The walk came to its end."""
        self.walk.end(ending, witness)
        self.ended()

    def ended(self) -> None:
        """Notes in the ledger what the walk, now at its end, entitles to."""
        try:
            ledger.note(self.context, self.walk)
        except ArchiveError as error:
            self.context.stop("archive", error)

    def failed(self, failure: Failure) -> "list[Request] | None":
        """A page did not come."""
        number = failure.request.cb_kwargs["number"]  # type: ignore[attr-defined]
        is_gone = status_of(failure) in GONE
        if is_gone and number > 1:
            # WordPress answers 404 past the last page.
            self.end(Ending.LAST, f"HTTP {status_of(failure)} at page {number}")
            return None
        self.account.note_failure(failure, self.walk.edition)
        if is_gone:
            self._lose_section("missing")
        # The browser has tried twice itself; what may not be asked for now may not be later.
        elif not isinstance(failure.value, BrowserError | NotAskedError):
            self._lose(number)
            return None
        self.report.listings.failed += 1
        return None

    def _lose(self, number: int) -> None:
        """A page is lacking: one refusal among good answers must not cut a walk short."""
        if number not in self._asked_again:
            self._asked_again.add(number)
            self._lost.append(number)
        else:
            self.report.listings.failed += 1

    def _lose_section(self, why: str) -> None:
        """A section that is empty or gone does not make its edition's run incomplete."""
        if self.walk.section is not None:
            self.end(Ending.ABSENT, why)
