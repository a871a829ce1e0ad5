"""What the pure steps share: they count in a run's report, and know nothing else of the crawl."""

from typing import Self

from scrapy.crawler import Crawler

from kazcrawl import clock
from kazcrawl.health.run_report import RunReport


class Step:
    """A pipeline that needs only its article: it also serves ``scrapy read`` and the tests."""

    # Where a crawl without a report of its own counts, once its items are through.
    crawler: Crawler | None = None

    def __init__(self, report: RunReport) -> None:
        self.report = report

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        context = getattr(crawler.spider, "context", None)
        if context is not None:
            return cls(context.report)
        step = cls(RunReport(source="", started=clock.now()))
        step.crawler = crawler
        return step

    def close_spider(self) -> None:
        """The last item is through."""
        if self.crawler is None:
            return
        assert self.crawler.stats is not None
        for name, value in self.report.as_stats().items():
            if type(value) is int:
                self.crawler.stats.inc_value(name, value)
