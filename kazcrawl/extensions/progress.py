"""What a person at a terminal sees of a running crawl; nothing of it in logs or cron's mail."""

import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import get_settings_priority as priority
from twisted.internet.task import LoopingCall

from kazcrawl.crawl.spider import WalkSpider, is_ours
from kazcrawl.health.run_report import RunReport

# Calm to look at, and a hundredth of a crawl's work at most.
_EVERY = 0.5


class TerminalProgress:
    """A bar on stderr: articles of those asked for so far, their rate, the editions under way."""

    def __init__(self, crawler: Crawler) -> None:
        # Loaded where somebody looks: no run by cron has a bar.
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        self.crawler = crawler
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("finding articles", total=None, rate="")
        self.clock = LoopingCall(self.show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        # Whoever asked for a level on the command line reads the log there.
        wants_log = (settings.getpriority("LOG_LEVEL") or 0) >= priority("cmdline")
        has_reactor = settings.getbool("TWISTED_REACTOR_ENABLED")
        if not is_ours(crawler) or not sys.stderr.isatty() or wants_log or not has_reactor:
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        return extension

    def opened(self) -> None:
        """The bar appears."""
        self.bar.start()
        self.clock.start(_EVERY, now=False)

    def closed(self) -> None:
        """The bar goes away without a trace."""
        if self.clock.running:
            self.clock.stop()
        self.bar.stop()

    def show(self) -> None:
        """Brings the bar up to date."""
        spider, stats = self.crawler.spider, self.crawler.stats
        assert isinstance(spider, WalkSpider)
        assert stats is not None
        asked, came = articles_asked_and_came(RunReport.from_stats(stats.get_stats()))
        seconds = self.bar.tasks[0].elapsed or 1.0
        walks = (way.walk for way in spider.ways)
        walking = dict.fromkeys(walk.edition for walk in walks if walk.ending is None)
        self.bar.update(
            self.task,
            description=f"walking {' '.join(walking)}" if walking else "reading articles",
            completed=came,
            total=asked or None,
            rate=f"{came / seconds:.1f}/s, {asked - came} to go",
        )


def articles_asked_and_came(report: RunReport) -> tuple[int, int]:
    """How many articles were asked for, and how many of them were answered or failed."""
    counts = [edition.articles for edition in report.editions.values()]
    asked = sum(articles.asked + articles.retried + articles.revisited for articles in counts)
    came = sum(
        articles.read + articles.unchanged + articles.unfit + articles.missing + articles.failed
        for articles in counts
    )
    return asked, came
