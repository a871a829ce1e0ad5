"""``scrapy crawl``: Scrapy's own command, which also publishes and tells how the run went."""

import argparse
import logging
import sys
from datetime import timedelta
from importlib.util import find_spec

# First of all: for each name that it gave up, this module looks through every one that is loaded.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.commands import ScrapyHelpFormatter
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.log import install_scrapy_root_handler

from kazcrawl import clock, health, raw
from kazcrawl.archive import Archive
from kazcrawl.archive.fence import Fence
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.cli import signals
from kazcrawl.cli.checks import arguments_told, check_crawl, spider_named
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_archive, complain, leave, lock, read_config, telling
from kazcrawl.cli.fencing import fenced
from kazcrawl.cli.pushing import begin_pushing, push
from kazcrawl.config import Config
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.ending import finish
from kazcrawl.crawl.spider import FENCE, WalkSpider
from kazcrawl.health.summary import summary
from kazcrawl.logs import handlers as logs
from kazcrawl.logs.program import called

logger = logging.getLogger("kazcrawl")


class _Help(argparse.RawDescriptionHelpFormatter, ScrapyHelpFormatter):
    """Scrapy's help, below it the spider arguments in their own lines."""


class Command(KazcrawlCommand, ScrapyCrawl):
    """Checks everything before it starts, crawls, publishes, and exits with the verdict."""

    takes_words = True
    # Scrapy's own handler would print its first lines before ours could be there.
    default_settings = {
        "LOG_INSTALL_ROOT_HANDLER": False,
        # A sixth of a crawl's CPU time is the loop that turns it; this one is in C, where there is
        # a wheel. Here only: programs of others bring a loop of their own.
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop" if find_spec("uvloop") else None,
    }

    def short_desc(self) -> str:
        return "Crawl the news agency (or a republisher), archive and publish what is new"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = _Help
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        spiders = [loader.load(name) for name in loader.list()]
        parser.epilog = "\n\n".join(
            arguments_told(spider) for spider in spiders if issubclass(spider, WalkSpider)
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        config = read_config(self.settings)
        assert self.crawler_process is not None
        kind = spider_named(args, self.crawler_process.spider_loader)
        if not issubclass(kind, WalkSpider):
            # Somebody's own, beside ours: as in every Scrapy project.
            install_scrapy_root_handler(self.settings)
            ScrapyCrawl.run(self, args, opts)
            return
        # Read when Scrapy reads them: they look at the environment.
        from kazcrawl import settings as ours

        check_crawl(kind, opts.spargs, self.settings, ours)
        spider = args[0]
        with telling(self, config), lock(config, f"{called()} crawl {spider}"):
            logs.install(self.settings, config)
            check_archive(config)
            # Opened once before the crawl: what is wrong with it is said in one line.
            archive = Archive(config.archive_url)
            begin_pushing(archive, config)
            archive.close()
            raw.recover(config.raw)
            signals.hold(health.STOPPED)
            self._crawl(spider, opts, fenced(config, kind, opts.spargs))
            if config.raw_days:
                self._prune_raw(config, config.raw_days)
            if signals.held() and not self.exitcode:
                self._end(health.STOPPED, f"stopped: by {signals.held()}; all is published")
            signals.ignore()
        self.leaves_at_once = True

    def _crawl(self, spider: str, opts: argparse.Namespace, fence: Fence | None) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        if jobs := {name: value for name, value in opts.spargs.items() if name[0] == "_"}:
            logger.info("of the scheduler: %s", ", ".join(f"{one}={jobs[one]}" for one in jobs))
        self.crawler_process.crawl(crawler, **{**opts.spargs, FENCE: fence})
        # Signals are ours from the first moment of a run to its last.
        self.crawler_process.start(install_signal_handlers=False)
        signals.hold(health.STOPPED)
        if not isinstance(crawler.spider, WalkSpider) or not _has_begun(crawler.spider.context):
            self._end(health.FAILED, "failed: the crawl did not start; see the log")
            return
        context = crawler.spider.context
        if by := signals.held():
            context.report.stopped_by = by
        verdict = finish(crawler)
        for line in summary(context.report):
            logger.info(line)
        logger.info("verdict: %s: %s", verdict.word, verdict.reason)
        for line in push(context.config, verdict, context.site.name, context.crawl_id):
            logger.warning("%s", line)
        if verdict.healthy:
            self.exitcode = verdict.exit_code
            _tell_a_person(verdict, context)
        else:
            self._end(verdict.exit_code, f"{verdict.word}: {verdict.reason}")
        report = context.report
        if report.stopped_by or "archive" in report.trouble:
            leave(self.exitcode)

    @staticmethod
    def _prune_raw(config: Config, days: int) -> None:
        before = (clock.now() - timedelta(days=days)).date().isoformat()
        removed = raw.prune(config.raw, before)
        if removed:
            archive = Archive(config.archive_url)
            note_removals(archive, "raw", [str(path) for path, _ in removed])
            archive.close()

    def _end(self, code: int, message: str) -> None:
        logs.show_warnings()
        complain(message)
        self.exitcode = code


def _has_begun(context: RunContext) -> bool:
    """Whether there is a run to judge: it had its archive, or could not have it."""
    return context.has_begun or "archive" in context.report.trouble


def _tell_a_person(verdict: health.Verdict, context: RunContext) -> None:
    """One line at the end for whoever sits before it; cron hears nothing of a healthy run."""
    if not sys.stderr.isatty():
        return
    archived = context.report.archived
    told = f": {archived.new:,} new, {archived.revised:,} revised" if context.published else ""
    where = f" → {context.published[-1]}" if context.published else ""
    others = len(context.published) - 1
    more = f" and {others} more" if others > 0 else ""
    seconds = (clock.now() - context.started).total_seconds()
    print(f"{verdict.word}{told}{where}{more} ({seconds:.1f} s)", file=sys.stderr)
