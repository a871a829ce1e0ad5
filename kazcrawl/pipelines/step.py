"""What the pure steps share: the run's account and the site, and nothing else of the crawl."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from kazcrawl.health.run_report import RunReport
from kazcrawl.items import Fetched
from kazcrawl.pipelines import adapter  # noqa: F401 items are shown by it
from kazcrawl.sites.site import Site


class AccountedFor(DropItem):
    """An article that goes no further, and of which the account knows why."""


class Step:
    """A pipeline that needs only its article: it also serves stored pages and files."""

    def __init__(self, report: RunReport, site: Site) -> None:
        self.report = report
        self.site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        context = getattr(crawler.spider, "context", None)
        if context is None:
            raise NotConfigured  # somebody's own spider: its items are no articles of ours
        return cls(context.report, context.site)

    def process_item(self, item: Fetched) -> Fetched:
        """The article, one step further."""
        raise NotImplementedError
