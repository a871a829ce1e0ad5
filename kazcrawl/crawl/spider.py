"""What both spiders share: a crawl's beginning, its looks at archived articles, and its end.

Finding is in ``sources`` and ``listings``, reading in ``articles``. The stats by edition, which
the verdict on a run is read from:

* ``listing/<edition>/pages`` listing pages that came, of these ``…/unchanged`` since the last
  run, ``…/empty`` of a day without articles, ``…/unfit`` that no known layout could read;
  ``…/failed`` that did not come, asked for twice;
* ``article/<edition>/known`` cards whose article is archived already, ``…/asked``, ``…/retried``
  that failed in earlier runs, ``…/postponed`` that failed of late, ``…/revisited`` archived ones;
* of what came: ``…/read``, of these ``…/generic`` by no known layout, ``…/unchanged``,
  ``…/unfit``, ``…/invalid``, ``…/missing`` (404, 410 or a page that says so); ``…/failed``;
* ``refused/<edition>`` answers that were a refusal, ``given_up/<edition>``, ``failed/<reason>``,
  ``layout/<layout>``, ``looks/<why>``, and what ``sources`` counts;
* ``layout_disagreement``, ``…/<layout>`` articles of which a known layout found much less than
  stands on the page: it has half changed;
* ``language/mismatch`` articles whose text is clearly not in their edition's language.
"""

import uuid
from asyncio import create_task
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock, pages
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.coverage import Span, note_walked
from kazcrawl.archive.runs import begin_run
from kazcrawl.archive.standing import Standing
from kazcrawl.archive.waiting import LOOK, NEW
from kazcrawl.config import Config
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.looks import Looks
from kazcrawl.crawl.standing import StandingPages
from kazcrawl.crawl.walk import Walk
from kazcrawl.crawl.ways.last_news import LastNews
from kazcrawl.crawl.ways.listing import Listings
from kazcrawl.crawl.ways.syndication import Sources
from kazcrawl.fetch.pace import Pace
from kazcrawl.fetch.refusals import REFUSALS
from kazcrawl.fetch.responses import reason_of, status_of
from kazcrawl.pages import Page, Reading
from kazcrawl.pipelines.validate import InvalidArticle
from kazcrawl.raw import RawWriter
from kazcrawl.record import Article


class WalkSpider(Spider):
    """Walks listings and reads the articles that the archive lacks.

    A subclass names its walks, and says which addresses are articles of an edition.
    """

    # How its listings are read.
    listings_kind: type[Listings] = Listings
    archive: Archive
    config: Config
    crawl_id: str
    started: datetime
    raw: RawWriter | None = None
    count: Callable[..., None]
    walks: list[Walk]
    # Every article met in this crawl by its moment, None until that is known.
    met: dict[str, datetime | None]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        # Scrapy would make attributes of the arguments, over methods of the same name.
        spider = super().from_crawler(crawler, *args)
        spider.config = Config.read(crawler.settings)
        spider.started = clock.now()
        spider.crawl_id = f"{spider.started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
        spider.walks = []
        spider.met = {}
        spider.arguments_given(kwargs)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.item_dropped, signal=signals.item_dropped)
        return spider

    def opened(self) -> None:
        """Opens the archive; the crawl's stats are there from now on."""
        assert self.crawler.stats is not None
        self.count = self.crawler.stats.inc_value
        self.archive = Archive(self.config.archive_url)
        self.standing = StandingPages(self.archive)
        self.sources, self.last_news = Sources(self), LastNews(self)
        self.listings = self.listings_kind(self)
        self.articles, self.looks = Articles(self), Looks(self)
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

    def language_hint(self, edition: str) -> str | None:
        """The language in which a listing prints its dates, where that is known before."""
        return None

    def sources_of(self, walk: Walk) -> dict[str, str]:
        """The feeds for machines that come before a walk: addresses by name, the best first."""
        return {}

    def last_news_of(self, walk: Walk) -> str | None:
        """The address of a sitemap that tells which of the last articles changed."""
        return None

    def retried_days(self, edition: str) -> set[str] | None:
        """The days (Astana's) whose failed articles are tried again; None for all that are due."""
        return None

    @property
    def retries_all(self) -> bool:
        """Whether what failed is tried again even if it is not due yet."""
        return False

    # --- the crawl ----------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.walks = list(self.plan())
            for walk in self.walks:
                if sources := self.sources_of(walk):
                    yield self.sources.begin(walk, sources)
                else:
                    yield self.listings.request(walk, 1)
            for edition in self.editions():
                for request in self.articles.waiting(edition, NEW, self.retried_days(edition)):
                    yield request
        except ArchiveError as error:
            self.give_up("archive", error)

    def editions(self) -> list[str]:
        """The editions of this run's walks."""
        return list(dict.fromkeys(walk.edition for walk in self.walks))

    def idle(self) -> None:
        """All was read: what did not come is asked for again, then what may have changed."""
        assert self.crawler.engine is not None
        bounded = {walk.edition for walk in self.walks if walk.bounds.strict}
        free = [walk.edition for walk in self.walks if walk.edition not in bounded]
        requests = self.listings.again()
        try:
            if not requests:
                for edition in dict.fromkeys(free):
                    requests += self.articles.waiting(edition, LOOK)
                requests += self.looks.due(list(dict.fromkeys(free)))
        except ArchiveError as error:
            self.give_up("archive", error)
            return
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def walk_ended(self, walk: Walk) -> None:
        """Notes in the ledger what a walk listed to its end."""
        since, until = walk.bounds.since, walk.bounds.until or self.started
        if not walk.is_complete or walk.section is not None or since is None:
            return
        try:
            note_walked(
                self.archive, self.name, walk.edition, Span(since, min(until, self.started))
            )
        except ArchiveError as error:
            self.give_up("archive", error)

    # --- what goes wrong ----------------------------------------------------------------------

    def item_dropped(self, item: Article, exception: Exception) -> None:
        """An article without headline or text is a failure of its page."""
        if isinstance(exception, InvalidArticle):
            self.articles.dropped(item, exception.reason)

    def note_failure(self, failure: Failure, edition: str) -> None:
        """Counts why a page did not come."""
        reason = reason_of(failure)
        self.count(f"failed/{reason}")
        if status_of(failure) in REFUSALS:
            self.count(f"refused/{edition}")
        self.logger.info("failed (%s): %s", reason, failure.request.url)  # type: ignore[attr-defined]

    def is_refused(self, response: Response, page: Page | None, edition: str) -> bool:
        """Whether a challenge, a captcha or a login stands where a page should be; counted."""
        pace = self.crawler.get_downloader_middleware(Pace)
        request = response.request
        assert request is not None
        if page is None or not pages.is_refusal(page):
            if isinstance(pace, Pace):
                pace.welcomed(request)
            return False
        self.count("failed/challenge")
        self.count(f"refused/{edition}")
        self.logger.info("refused (challenge): %s", response.url)
        if isinstance(pace, Pace):
            pace.refused(request, "challenge")
        return True

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

    def editions_walked(self) -> dict[str, tuple[bool, bool]]:
        """For each edition: was it walked to its end, and were its sections with it."""
        found: dict[str, tuple[bool, bool]] = {}
        for edition in self.editions():
            own = [walk for walk in self.walks if walk.edition == edition]
            ended = all(walk.is_complete and not walk.bounds.strict for walk in own)
            # Sections alone do not tell what is new.
            complete = ended and any(walk.section is None for walk in own)
            found[edition] = (complete, all(walk.is_full for walk in own))
        return found

    def learned(self) -> list[Standing]:
        """What the standing pages showed, of the editions whose walk was complete."""
        walked = self.editions_walked()
        return [
            page
            for edition, (complete, _) in walked.items()
            if complete
            for page in self.standing.of(edition)
        ]
