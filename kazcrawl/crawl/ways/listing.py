"""The listing side of a crawl: pages of cards, one after the other, until the walk ends."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.dates import read_date
from kazcrawl.fetch.browser import BrowserError
from kazcrawl.fetch.refusals import NotAskedError
from kazcrawl.fetch.responses import GONE, NO_TEXT, NOT_MODIFIED, html_page, status_of
from kazcrawl.pages import Listing, Page
from kazcrawl.sites.choice import layouts_of
from kazcrawl.sites.kazinform.addresses import url_hash

if TYPE_CHECKING:
    from kazcrawl.crawl.spider import WalkSpider


class Listings:
    """Requests for the pages of a walk, and what comes of them."""

    def __init__(self, spider: "WalkSpider") -> None:
        self.spider = spider
        # Pages that did not come, asked for once more when all else was read.
        self._again: list[tuple[Walk, int]] = []
        self._tried: set[tuple[int, int]] = set()

    def again(self) -> list[Request]:
        """Requests for the pages that did not come, each once."""
        again, self._again = self._again, []
        assert self.spider.crawler.stats is not None
        if not self.spider.crawler.stats.get_value("downloader/response_status_count/200"):
            # Nothing came of the site at all: it is down, and asking goes on with the next run.
            for walk, _ in again:
                self.spider.count(f"listing/{walk.edition}/failed")
            return []
        return [self.request(walk, number) for walk, number in again]

    def request(self, walk: Walk, number: int) -> Request:
        """A request for one page of a walk, counted from 1; its first one is conditional."""
        url = walk.address(number)
        headers = self.spider.standing.headers(url) if number == 1 and walk.is_standing else {}
        # Behind the articles: a walk that runs ahead would fill the memory with requests.
        return Request(
            url,
            headers=headers,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"walk": walk, "number": number},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
            priority=-1,
        )

    def parse(self, response: Response, walk: Walk, number: int) -> Iterator[Request]:
        """The articles of a page that are to be read, and the next page if there is more."""
        spider = self.spider
        page = html_page(response)
        if page is None and response.status != NOT_MODIFIED:
            spider.count(f"failed/{NO_TEXT}")
            self._lose(walk, number)
            return
        spider.count(f"listing/{walk.edition}/pages")
        if response.status == NOT_MODIFIED:
            # What it showed was archived, or waits: only a complete walk is remembered.
            spider.count(f"listing/{walk.edition}/unchanged")
            spider.standing.confirm(walk.edition, walk.address(number))
            walk.end("unchanged")
            self.ended(walk, number)
            return
        if spider.is_refused(response, page, walk.edition):
            self._lose(walk, number)
            return
        listing = layouts_of(page.url).read_listing(page) if page else None
        if listing is None:
            if page and self._is_end(walk, number, page):
                spider.count(f"listing/{walk.edition}/empty")
                walk.turn(number, [])
                self.ended(walk, number)
            else:
                spider.count(f"listing/{walk.edition}/unfit")
                spider.logger.warning("no known listing layout: %s", response.url)
                self._lose_section(walk, "no cards")
            return
        yield from self.turn(response, walk, number, listing)

    def _is_end(self, walk: Walk, number: int, page: Page) -> bool:
        """Whether a page without cards is the end of its walk: a day of the past may have had no
        article, the feed of everything has some."""
        if number > 1 and layouts_of(page.url).is_missing(page):
            return True
        until = walk.bounds.until
        is_past = until is not None and until <= self.spider.started
        return (number > 1 or is_past) and layouts_of(page.url).is_empty_listing(page)

    def turn(
        self, response: Response, walk: Walk, number: int, listing: Listing
    ) -> Iterator[Request]:
        """What a page that could be read brings to its walk."""
        try:
            yield from self._turn(response, walk, number, listing)
        except ArchiveError as error:
            self.spider.give_up("archive", error)

    def _turn(
        self, response: Response, walk: Walk, number: int, listing: Listing
    ) -> Iterator[Request]:
        spider = self.spider
        fetched = clock.now()
        language = spider.language_hint(walk.edition)
        cards: dict[str, tuple[str, Entry]] = {}
        titles: dict[str, str | None] = {}
        for card in listing.cards:
            if spider.is_article_of(walk.edition, card.url):
                entry = Entry(url_hash(card.url), read_date(card.date_raw, language, fetched))
                cards.setdefault(entry.id, (card.url, entry))
                titles.setdefault(entry.id, card.headline)
        if number == 1 and walk.is_standing:
            url = walk.address(1)
            yield from spider.sources.changed(walk, response, url, cards, titles, whole=False)
        wanted, go_on = walk.turn(
            number,
            [entry for _, entry in cards.values()],
            current=listing.current,
            oldest=read_date(listing.oldest_raw, language, fetched),
            dates=spider.met,
        )
        requests = spider.articles.missing(walk, [cards[entry.id] for entry in wanted])
        yield from requests
        if walk.is_confirming:
            go_on = go_on and self._is_lacking(walk, len(requests))
        if go_on:
            yield self.request(walk, number + 1)
        else:
            self.ended(walk, number)

    def ended(self, walk: Walk, number: int) -> None:
        """A walk came to its end at a page."""
        self.spider.walk_ended(walk)

    def _is_lacking(self, walk: Walk, new: int) -> bool:
        """Whether a page shows what the feed for machines, trusted until now, did not tell."""
        walk.is_confirming = False
        if not new:
            walk.end("nothing that the feed lacked")
            return False
        self.spider.count(f"discovery/{walk.edition}/listing_found_more", new)
        return True

    def failed(self, failure: Failure) -> None:
        """A page did not come."""
        request = failure.request  # type: ignore[attr-defined]
        walk, number = request.cb_kwargs["walk"], request.cb_kwargs["number"]
        if status_of(failure) in GONE and number > 1:
            # WordPress answers 404 past the last page.
            walk.turn(number, [])
            self.ended(walk, number)
            return
        self.spider.note_failure(failure, walk.edition)
        if status_of(failure) in GONE:
            self._lose_section(walk, "missing")
        # The browser has tried twice itself; what may not be asked for now may not be later.
        elif not isinstance(failure.value, BrowserError | NotAskedError):
            self._lose(walk, number)
            return
        self.spider.count(f"listing/{walk.edition}/failed")

    def _lose(self, walk: Walk, number: int) -> None:
        """A page is lacking: one refusal among good answers must not cut a walk short."""
        if (id(walk), number) not in self._tried:
            self._tried.add((id(walk), number))
            self._again.append((walk, number))
        else:
            self.spider.count(f"listing/{walk.edition}/failed")

    @staticmethod
    def _lose_section(walk: Walk, why: str) -> None:
        """A section that is empty or gone does not make its edition's run incomplete."""
        if walk.section is not None:
            walk.end(why)
