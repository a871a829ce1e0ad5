"""What Scrapy tells of articles and pages behind the spider, told on to the account."""

from typing import Any

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.signalmanager import SignalManager
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.context import RunContext
from kazcrawl.health.run_report import UNTOLD
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import AccountedFor
from kazcrawl.pipelines.validate import InvalidArticle
from kazcrawl.record import Article


class Arrivals:
    """Hears what became of each article in the pipelines, and of pages that raised."""

    def __init__(self, context: RunContext, account: Account) -> None:
        self._context = context
        self._account = account

    def listen(self, manager: SignalManager) -> None:
        """Hears the crawl from now on, for as long as this object is kept."""
        manager.connect(self.scraped, signal=signals.item_scraped)
        manager.connect(self.dropped, signal=signals.item_dropped)
        manager.connect(self.failed, signal=signals.item_error)
        manager.connect(self.page_failed, signal=signals.spider_error)

    def scraped(self, item: Any, response: Response) -> None:
        """An article went through all pipelines."""
        if isinstance(item, Fetched):
            self._account.unaccounted(item.found, item.kind, "no pipeline archived it")
            return
        found = ((response.request and response.request.cb_kwargs) or {}).get("found")
        if found is None:
            return
        moment = None
        if isinstance(item, Article):
            moment = clock.parse(item.date_published) if item.date_published else None
            self._context.memory.meet([item.id], moment)
        self._account.arrived(found, moment)

    def dropped(self, item: Any, exception: Exception) -> None:
        """An article is as it was, or its page gave none, or somebody else's pipeline drops it."""
        if not isinstance(item, Fetched):
            return
        if isinstance(exception, InvalidArticle):
            self._account.invalid(item.found, item.kind, exception.reason)
        elif isinstance(exception, AccountedFor) or item.article.revision is not None:
            self._arrived(item)
        else:
            self._account.unaccounted(item.found, item.kind, "a pipeline dropped it")

    def failed(self, item: Any, failure: Failure) -> None:
        """A pipeline raised an error; behind the archive no article is lost by that."""
        if not isinstance(item, Fetched):
            return
        why = f"a pipeline raised {type(failure.value).__name__}"
        if item.article.revision is None:
            self._account.unaccounted(item.found, item.kind, why)
        else:
            self._context.report.edition(item.found.edition).errors[why] += 1
            self._arrived(item)

    def _arrived(self, item: Fetched) -> None:
        published = item.article.date_published
        self._account.arrived(item.found, clock.parse(published) if published else None)

    def page_failed(self, failure: Failure, response: "Response | Failure | None") -> None:
        """An error of our own came up while a page, of an article or another, was read.

        Without a response it came up where the run's first requests are made.
        """
        if response is None:
            self.broke(failure.value)
            return
        why = f"raised {type(failure.value).__name__}"
        request: Request = response.request  # type: ignore[assignment, union-attr]
        if "found" in request.cb_kwargs:
            self._account.raised(request.cb_kwargs["found"], request.cb_kwargs["kind"], why)
            return
        # A way's page, or that of a way's helper.
        way = getattr(request.callback, "__self__", None)
        edition = getattr(getattr(way, "walk", way), "edition", UNTOLD)
        self._context.report.edition(edition).errors[why] += 1

    def broke(self, error: BaseException | None) -> None:
        """An error of our own came up where no page was read."""
        self._context.report.edition(UNTOLD).errors[f"raised {type(error).__name__}"] += 1
