"""What both spiders share: listings to articles, known ones left out, failures counted.

The stats by edition, which the verdict on a run is read from:

* ``listing/<edition>/pages`` listing pages read, ``…/unfit`` that no known layout could read,
  ``…/failed`` that did not come;
* ``article/<edition>/asked``, ``…/read``, of these ``…/generic`` by no known layout,
  ``…/unfit``, ``…/failed``, ``…/missing`` (404, 410 or a page that says so), ``…/known``
  cards whose article is archived already;
* ``layout/<layout>`` articles by the layout that read them, ``failed/<reason>``;
* ``layout_disagreement``, ``…/<layout>`` articles of which a known layout found much less than
  stands on the page: it has half changed;
* ``language/mismatch`` articles whose text is clearly not in their edition's language.
"""

import uuid
from asyncio import create_task
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock, pages
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.runs import begin_run
from kazcrawl.config import Config
from kazcrawl.dates import read_date
from kazcrawl.feeds.steps import reached
from kazcrawl.items import Article
from kazcrawl.pages import GENERIC, Reading
from kazcrawl.raw import RawWriter
from kazcrawl.reading import make_article
from kazcrawl.spiders.responses import GONE, html_page, raw_page, reason_of, status_of
from kazcrawl.spiders.walk import Entry, Walk
from kazcrawl.urls import canonical, identities, url_hash


class WalkSpider(Spider):
    """Walks listings and reads the articles that the archive lacks.

    A subclass names its walks, and says which addresses are articles of an edition.
    """

    archive: Archive
    config: Config
    crawl_id: str
    started: datetime
    raw: RawWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        # Scrapy would make attributes of the arguments, over methods of the same name.
        spider = super().from_crawler(crawler, *args)
        spider.config = Config.read(crawler.settings)
        spider.started = clock.now()
        spider.crawl_id = f"{spider.started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
        spider.walks = []
        # Every article met in this crawl by its moment, None until that is known.
        spider.met = {}
        spider.arguments_given(kwargs)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        return spider

    def opened(self) -> None:
        """Opens the archive; the crawl's stats are there from now on."""
        assert self.crawler.stats is not None
        self.count = self.crawler.stats.inc_value
        self.archive = Archive(self.config.archive_url)
        if self.config.raw_bytes:
            self.raw = RawWriter(self.config.raw, self.crawl_id, self.config.raw_bytes)
        begin_run(self.archive, self.crawl_id, self.name, clock.text(self.started))

    def closed(self, reason: str) -> None:
        """The crawl ended."""
        self.close_stores()

    def close_stores(self) -> None:
        """Gives archive and raw pages back; a second call does nothing."""
        if self.raw is not None:
            self.raw.close()
            self.raw = None
        self.archive.close()

    count: Callable[..., None]
    walks: list[Walk]
    met: dict[str, datetime | None]

    # --- what a subclass says -----------------------------------------------------------------

    def arguments_given(self, given: dict[str, str]) -> None:
        """Reads the spider arguments; raises ArgumentError for a wrong one."""
        raise NotImplementedError

    def plan(self) -> Iterator[Walk]:
        """The walks of this run."""
        raise NotImplementedError

    def is_article_of(self, edition: str, url: str) -> bool:
        """Whether an address found in a listing of ``edition`` is one of its articles."""
        raise NotImplementedError

    def language_of(self, edition: str, reading: Reading) -> str | None:
        """BCP 47 tag of what was read."""
        raise NotImplementedError

    # --- the walk -----------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        self.walks = list(self.plan())
        for walk in self.walks:
            yield self.listing_request(walk, 1)
        for edition in self.editions_revisited():
            for request in self.due_requests(edition):
                yield request

    def listing_request(self, walk: Walk, number: int) -> Request:
        # Behind the articles: a walk that runs ahead would fill the memory with requests.
        return Request(
            walk.address(number),
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"walk": walk, "number": number},
            priority=-1,
        )

    def parse_listing(self, response: Response, walk: Walk, number: int) -> Iterator[Request]:
        page = html_page(response)
        listing = pages.read_listing(page) if page else None
        self.count(f"listing/{walk.edition}/pages")
        if listing is None:
            if page and pages.is_missing(page) and number > 1:
                walk.turn(number, [])
            else:
                self.count(f"listing/{walk.edition}/unfit")
                self.logger.warning("no known listing layout: %s", response.url)
            return
        fetched = clock.now()
        language = self.language_hint(walk.edition)
        cards: dict[str, tuple[str, Entry]] = {}
        for card in listing.cards:
            if self.is_article_of(walk.edition, card.url):
                entry = Entry(url_hash(card.url), read_date(card.date_raw, language, fetched))
                cards.setdefault(entry.id, (card.url, entry))
        wanted, go_on = walk.turn(
            number,
            [entry for _, entry in cards.values()],
            current=listing.current,
            oldest=read_date(listing.oldest_raw, language, fetched),
            dates=self.met,
        )
        yield from self.article_requests(walk, [cards[entry.id][0] for entry in wanted])
        if go_on:
            yield self.listing_request(walk, number + 1)

    def article_requests(self, walk: Walk, urls: list[str]) -> Iterator[Request]:
        """Requests for the articles that neither this crawl has met nor the archive holds."""
        asked = {one: url for url in urls for one in identities(url)}
        try:
            known = self.archive.known([one for one in asked if one not in self.met])
        except ArchiveError as error:
            self.give_up("archive", error)
            return
        due = set()
        for one, held in known.items():
            self.count(f"article/{walk.edition}/known")
            if self.config.revisit.is_due(held, self.started):
                due.add(one)
            else:
                self.met[one] = clock.parse(held.date_published) if held.date_published else None
        for url in urls:
            names = identities(url)
            if any(one in self.met for one in names):
                continue
            self.met.update(dict.fromkeys(names))
            kind = "revisited" if due.intersection(names) else "asked"
            self.count(f"article/{walk.edition}/{kind}")
            yield self.article_request(url, walk.edition, walk.section)

    def article_request(self, url: str, edition: str, section: str | None = None) -> Request:
        return Request(
            canonical(url),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"edition": edition, "section": section},
        )

    def editions_revisited(self) -> list[str]:
        """The editions whose archived articles are looked at again beside the walk."""
        bounded = {walk.edition for walk in self.walks if walk.bounds.strict}
        return [one for one in dict.fromkeys(w.edition for w in self.walks) if one not in bounded]

    def due_requests(self, edition: str) -> Iterator[Request]:
        """Requests for the archived articles that KAZCRAWL_REVISIT says are due."""
        longest = self.config.revisit.longest
        if longest is None:
            return
        try:
            recent = self.archive.recent(self.name, edition, clock.text(self.started - longest))
        except ArchiveError as error:
            self.give_up("archive", error)
            return
        for known, url in recent:
            if known.url_hash not in self.met and self.config.revisit.is_due(known, self.started):
                self.met.update(dict.fromkeys(identities(url)))
                self.count(f"article/{edition}/revisited")
                yield self.article_request(url, edition)

    # --- articles -----------------------------------------------------------------------------

    def parse_article(
        self, response: Response, edition: str, section: str | None
    ) -> Iterator[Article]:
        reached("after fetch")
        self.keep_raw(response, edition)
        page = html_page(response)
        reading = pages.read_article(page) if page else None
        if reading is None:
            if page is not None and pages.is_missing(page):
                self.note_missing(response.request, edition)
            else:
                self.count(f"article/{edition}/unfit")
                self.logger.warning("no known article layout: %s", response.url)
            return
        self.count(f"article/{edition}/read")
        self.count(f"layout/{reading.layout}")
        if reading.layout == GENERIC:
            self.count(f"article/{edition}/generic")
        if reading.disagrees:
            self.count("layout_disagreement")
            self.count(f"layout_disagreement/{reading.layout}")
            self.logger.warning("%s finds half of an article: %s", reading.layout, response.url)
        article = self.make_article(response, edition, reading)
        if not article.article_section and section:
            article.article_section = [section]
        yield article
        if article.date_published:
            self.met[url_hash(article.url)] = clock.parse(article.date_published)

    def make_article(self, response: Response, edition: str, reading: Reading) -> Article:
        """An article of a reading, with its canonical address and the others as aliases."""
        assert response.request is not None
        asked = [*response.request.meta.get("redirect_urls", []), response.url]
        claimed = self.language_of(edition, reading)
        article = make_article(
            reading,
            url=response.url if self.is_article_of(edition, response.url) else asked[0],
            source=self.name,
            edition=edition,
            language=claimed,
            fetched_at=clock.now(),
            crawl_id=self.crawl_id,
            asked=asked,
        )
        if article.in_language != claimed:
            self.count("language/mismatch")
        return article

    # --- failures -----------------------------------------------------------------------------

    def listing_failed(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        walk, number = request.cb_kwargs["walk"], request.cb_kwargs["number"]
        if status_of(failure) in GONE and number > 1:
            # WordPress answers 404 past the last page.
            walk.turn(number, [])
            return
        self.count(f"listing/{walk.edition}/failed")
        self._note_failure(failure)

    def article_failed(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        edition = request.cb_kwargs["edition"]
        if status_of(failure) in GONE:
            self.note_missing(request, edition)
        else:
            self.count(f"article/{edition}/failed")
            self._note_failure(failure)

    def keep_raw(self, response: Response, edition: str) -> None:
        """Keeps the page as it came, so that a parser mended later needs no second crawl."""
        if self.raw is None:
            return
        try:
            self.raw.write(*raw_page(response, self.name, edition))
        except OSError as error:
            self.give_up("raw", error)

    def note_missing(self, request: Request | None, edition: str) -> None:
        """A page is not there: if its article is held, two such runs make it gone."""
        assert request is not None
        self.count(f"article/{edition}/missing")
        now = clock.text(clock.now())
        try:
            held = self.archive.known(identities(request.url))
            for known in {one.url_hash: one for one in held.values()}.values():
                if self.archive.miss(known.url_hash, checked_at=now, crawl_id=self.crawl_id):
                    self.count("archive/gone")
        except ArchiveError as error:
            self.give_up("archive", error)

    def _note_failure(self, failure: Failure) -> None:
        reason = reason_of(failure)
        self.count(f"failed/{reason}")
        self.logger.info("failed (%s): %s", reason, failure.request.url)  # type: ignore[attr-defined]

    def give_up(self, what: str, error: Exception) -> None:
        """Ends the crawl because nothing can be kept; the verdict reads the stat."""
        assert self.crawler.stats is not None
        assert self.crawler.engine is not None
        if self.crawler.stats.get_value(f"failure/{what}") is None:
            self.crawler.stats.set_value(f"failure/{what}", str(error))
            self._closing = create_task(
                self.crawler.engine.close_spider_async(reason=f"{what}_failed")
            )

    # --- the end ------------------------------------------------------------------------------

    def language_hint(self, edition: str) -> str | None:
        """The language in which a listing prints its dates, where that is known before."""
        return None

    def editions_walked(self) -> dict[str, tuple[bool, bool]]:
        """For each edition: was its walk complete, and did it hold its sections."""
        found: dict[str, tuple[bool, bool]] = {}
        for edition in {walk.edition for walk in self.walks}:
            own = [walk for walk in self.walks if walk.edition == edition]
            complete = all(
                walk.finished and walk.reason != "max_pages" and not walk.bounds.strict
                for walk in own
            )
            found[edition] = (complete, any(walk.section for walk in own))
        return found
