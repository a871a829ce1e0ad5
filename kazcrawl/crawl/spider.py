"""What spiders share: a run's beginning, what it does when all is read, and its end.

A spider of an agency is its site and nothing more: ``class Spider(AgencySpider): site = SITE``.
"""

from asyncio import create_task
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.standing import Standing
from kazcrawl.config import Config
from kazcrawl.crawl import plan
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.arguments import AgencyArguments, WalkArguments, read_arguments
from kazcrawl.crawl.arrivals import Arrivals
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.looks import Looks
from kazcrawl.crawl.walk import Kind
from kazcrawl.crawl.ways.way import Way
from kazcrawl.fetch.challenges import Challenges
from kazcrawl.sites.site import Site

FENCE = "_fence"
"""The argument by which a command hands over the fence whose servers it has taken."""


class WalkSpider(Spider):
    """Walks a site's listings and reads the articles that the archive lacks.

    A subclass names its site and its arguments, and says what a run walks.
    """

    custom_settings: ClassVar[dict[Any, Any]] = {  # type: ignore[misc]  # Scrapy's type is wider
        # Which articles are asked for is decided by archive and walk, not by a request's form.
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    }
    site: ClassVar[Site]
    arguments_kind: ClassVar[type[WalkArguments]] = WalkArguments
    arguments: WalkArguments
    context: RunContext
    ways: list[Way]
    allowed_domains: list[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        # Scrapy would make attributes of the arguments, over methods of the same name.
        spider = super().from_crawler(crawler, *args)
        config = Config.read(crawler.settings)
        fence = kwargs.pop(FENCE, None)
        spider.context = RunContext(cls.site, config, spider.close_for, spider.is_answering, fence)
        spider.context.report.warnings += _bounds_told(crawler.settings)
        spider.arguments = cls.read(kwargs, cls.site.day(spider.context.started))
        spider.ways = []
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.response_received, signal=signals.response_received)
        return spider

    @classmethod
    def read(cls, given: dict[str, str], today: date) -> WalkArguments:
        """The spider arguments; raises ArgumentError for a wrong one."""
        return read_arguments(cls.arguments_kind, given, today=today, editions=cls.site.editions)

    def opened(self) -> None:
        """Opens the archive; middlewares and stats are there from now on.

        Raises CloseSpider when it cannot be had: it may have gone since the command looked.
        """
        assert self.crawler.stats is not None
        try:
            self.context.open()
        except ArchiveError as error:
            self.context.stop("archive", error)
            raise CloseSpider("archive_failed") from None
        self.account = Account(self.context)
        self.account.settled = self.settled
        self.arrivals = Arrivals(self.context, self.account)
        self.arrivals.listen(self.crawler.signals)
        challenges = Challenges(self.crawler, self.context.report)
        self.articles = Articles(self.context, self.account, challenges)
        stats = self.crawler.stats
        self.looks = Looks(self.articles, lambda: stats.get_value("downloader/request_count", 0))

    def closed(self, reason: str) -> None:
        """The crawl ended."""
        if not hasattr(self, "account"):  # for want of an archive it never began
            self.context.close_stores()
            return
        try:
            self.account.close(is_finished=reason == "finished")
            for way in self.ways if reason == "finished" else ():
                way.finish()
        except ArchiveError as error:
            self.context.stop("archive", error)
        self.articles.readers.close()
        self.context.close_stores()

    # --- what a subclass says -----------------------------------------------------------------

    @classmethod
    def hosts(cls, arguments: WalkArguments) -> list[str]:
        """The hosts that a run with these arguments asks."""
        raise NotImplementedError

    def plan(self) -> Iterator[Way]:
        """The walks of this run, each with its way. Raises ArchiveError."""
        raise NotImplementedError

    def editions(self) -> list[str]:
        """The editions of this run."""
        return list(dict.fromkeys(way.walk.edition for way in self.ways))

    # --- the crawl ----------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.ways = list(self.plan())
            self.context.report.asked = list(dict.fromkeys(way.walk.edition for way in self.ways))
            self.context.report.ordinary = self.arguments.is_ordinary
            for way in self.ways:
                yield way.begin()
            days = plan.days_of(self.arguments, self.site.day(self.context.started))
            everything = getattr(self.arguments, "gaps", False)
            for edition in self.editions():
                for request in self.articles.waiting(edition, days, everything=everything):
                    yield request
        except ArchiveError as error:
            self.context.stop("archive", error)

    def idle(self) -> None:
        """All was read: what did not come is asked for again, then what may have changed."""
        try:
            requests = self._requests_when_idle()
        except ArchiveError as error:
            self.context.stop("archive", error)
            return
        except Exception as error:
            self.logger.exception("What to ask for next is not known")
            self.arrivals.broke(error)
            raise CloseSpider("idle_error") from error
        if self._crawl(requests):
            raise DontCloseSpider

    def _requests_when_idle(self) -> list[Request]:
        requests = [request for way in self.ways for request in way.release()]
        requests = requests or [request for way in self.ways for request in way.again()]
        requests = requests or [request for way in self.ways for request in way.confirm()]
        requests = requests or self._go_further()
        if requests:
            return requests
        bounded = {
            way.walk.edition for way in self.ways if way.walk.bounds.strict and not way.is_audit
        }
        free = [edition for edition in self.editions() if edition not in bounded]
        for edition in free:
            requests += self.articles.signalled(edition)
        return requests + self.looks.due(free)

    def _go_further(self) -> list[Request]:
        further = [another for way in self.ways for another in way.further()]
        self.ways += further
        return [way.begin() for way in further]

    def settled(self, url_hash: str) -> None:
        """An article's page came to something: walks may have waited for its moment."""
        self._crawl([request for way in self.ways for request in way.settled(url_hash)])

    def _crawl(self, requests: list[Request]) -> bool:
        assert self.crawler.engine is not None
        for request in requests:
            self.crawler.engine.crawl(request)
        return bool(requests)

    def response_received(self, response: Response) -> None:
        """A server answered, and says what time it is there."""
        self.context.clocks.hear(response)

    def is_answering(self) -> bool:
        """Whether any page came yet."""
        assert self.crawler.stats is not None
        return bool(self.crawler.stats.get_value("downloader/response_status_count/200"))

    def close_for(self, reason: str) -> None:
        """Ends the crawl."""
        assert self.crawler.engine is not None
        self._closing = create_task(self.crawler.engine.close_spider_async(reason=reason))

    # --- the end ------------------------------------------------------------------------------

    def walked(self) -> dict[str, tuple[bool, bool]]:
        """By scope (see ``Walk``): was it walked to its end, and were its sections with it.

        Nothing was where the clock is not believed.
        """
        walked: dict[str, tuple[bool, bool]] = {}
        if self.context.clocks.are_apart:
            return walked
        own = [way.walk for way in self.ways if not way.is_audit]
        for scope in dict.fromkeys(walk.scope for walk in own):
            walks = [walk for walk in own if walk.scope == scope]
            is_ended = all(walk.is_complete and not walk.bounds.strict for walk in walks)
            # Sections alone do not tell what is new.
            tells_all = any(walk.kind is not Kind.SECTION or walk.section is None for walk in walks)
            walked[scope] = (is_ended and tells_all, all(walk.is_full for walk in walks))
        return walked

    def learned(self) -> list[Standing]:
        """What the standing pages showed, of the editions whose walk was complete."""
        return [
            page
            for scope, (is_complete, _) in self.walked().items()
            if is_complete
            for page in self.context.standing.of(scope)
        ]


def is_ours(crawler: Crawler) -> bool:
    """Whether a crawl is one of our runs; beside them people run spiders of their own."""
    return issubclass(crawler.spidercls, WalkSpider)


def _bounds_told(settings: BaseSettings) -> list[str]:
    """Settings of Scrapy's, left on, by which a run sees less than the site shows."""
    told = []
    if depth := settings.getint("DEPTH_LIMIT"):
        told.append(f"DEPTH_LIMIT={depth} is set: listings are walked no deeper")
    if settings.getbool("HTTPCACHE_ENABLED"):
        told.append("HTTPCACHE_ENABLED is on: pages may be the cache's instead of the site's")
    return told


class AgencySpider(WalkSpider):
    """The spider of an agency: its editions' listings, day archives and search."""

    arguments_kind = AgencyArguments
    arguments: AgencyArguments

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = cls.site.name
        cls.allowed_domains = cls.site.addresses.hosts()

    @classmethod
    def read(cls, given: dict[str, str], today: date) -> AgencyArguments:
        arguments = super().read(given, today)
        assert isinstance(arguments, AgencyArguments)
        plan.check(arguments, cls.site)
        return arguments

    @classmethod
    def hosts(cls, arguments: WalkArguments) -> list[str]:
        assert isinstance(arguments, AgencyArguments)
        return [edition.host for edition in arguments.editions]

    def plan(self) -> Iterator[Way]:
        return plan.Plan(self.articles, self.arguments).ways()

    def editions(self) -> list[str]:
        return [edition.code for edition in self.arguments.editions]
