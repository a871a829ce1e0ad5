"""``scrapy crawl``: Scrapy's own command, which also publishes and tells how the run went."""

import argparse
import logging
import sys
import textwrap
from datetime import timedelta

# First of all: for each name that it gave up, this module looks through every one that is loaded.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy import Spider
from scrapy.commands import ScrapyHelpFormatter
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.log import install_scrapy_root_handler
from scrapy.utils.misc import load_object

from kazcrawl import clock, health, raw
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.fence import Fence, fence_for
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.cli import signals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_archive, complain, leave, lock, read_config, telling
from kazcrawl.cli.pushing import begin_pushing, push
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.config.takes import did_you_mean
from kazcrawl.crawl.arguments import ArgumentError, describe
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.ending import finish
from kazcrawl.crawl.spider import FENCE, WalkSpider
from kazcrawl.disk.lock import LockedError
from kazcrawl.fetch.servers import server_of
from kazcrawl.health.summary import summary
from kazcrawl.logs import handlers as logs
from kazcrawl.logs.program import called
from kazcrawl.sites.registry import GROUP, sites

logger = logging.getLogger("kazcrawl")


class _Help(argparse.RawDescriptionHelpFormatter, ScrapyHelpFormatter):
    """Scrapy's help, below it the spider arguments in their own lines."""


class Command(KazcrawlCommand, ScrapyCrawl):
    """Checks everything before it starts, crawls, publishes, and exits with the verdict."""

    takes_words = True
    # Scrapy's own handler would print its first lines before ours could be there.
    default_settings = {"LOG_INSTALL_ROOT_HANDLER": False}

    def short_desc(self) -> str:
        return "Crawl the news agency (or a republisher), archive and publish what is new"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.formatter_class = _Help
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        spiders = [loader.load(name) for name in loader.list()]
        parser.epilog = "\n\n".join(
            _arguments_told(spider) for spider in spiders if issubclass(spider, WalkSpider)
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        config = read_config(self.settings)
        kind = self._spider(args)
        if not issubclass(kind, WalkSpider):
            # Somebody's own, beside ours: as in every Scrapy project.
            install_scrapy_root_handler(self.settings)
            ScrapyCrawl.run(self, args, opts)
            return
        self._check(kind, opts)
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
            self._crawl(spider, opts, self._fenced(config, spider, opts))
            if config.raw_days:
                self._prune_raw(config, config.raw_days)
            if signals.held() and not self.exitcode:
                self._end(health.STOPPED, f"stopped: by {signals.held()}; all is published")
            signals.ignore()
        self.leaves_at_once = True

    def _fenced(self, config: Config, name: str, opts: argparse.Namespace) -> Fence | None:
        """The fence with the servers of a crawl taken. Raises LockedError and ArchiveError."""
        assert self.crawler_process is not None
        fence = fence_for(config.archive_url, f"{called()} crawl {name}")
        if fence is not None:
            spider = self.crawler_process.spider_loader.load(name)
            assert issubclass(spider, WalkSpider)
            hosts = spider.hosts(spider.read(opts.spargs, spider.site.day(clock.now())))
            try:
                for server in sorted({server_of(host, config.servers) for host in hosts}):
                    fence.take(server)
            except (LockedError, ArchiveError):
                fence.close()
                raise
        return fence

    def _crawl(self, spider: str, opts: argparse.Namespace, fence: Fence | None) -> None:
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        if jobs := {name: value for name, value in opts.spargs.items() if name[0] == "_"}:
            logger.info("of the scheduler: %s", ", ".join(f"{one}={jobs[one]}" for one in jobs))
        self.crawler_process.crawl(crawler, **{**opts.spargs, FENCE: fence})
        # Signals are ours from the first moment of a run to its last.
        self.crawler_process.start(install_signal_handlers=False)
        signals.hold(health.STOPPED)
        if not isinstance(crawler.spider, WalkSpider):
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

    # --- before -------------------------------------------------------------------------------

    def _spider(self, args: list[str]) -> type[Spider]:
        """The spider that is named; WrongUsage for none, several or one that is not there."""
        assert self.crawler_process is not None
        names = self.crawler_process.spider_loader.list()
        for word in args[1:]:
            if "=" in word:
                raise WrongUsage(f"{word}: an argument is given as -a {word}")
        if len(args) != 1:
            raise WrongUsage(f"name one spider: {called()} crawl {' or '.join(names)}")
        if args[0] not in names:
            raise WrongUsage(
                f"there is no spider {args[0]}; there are {', '.join(names)}"
                f"{did_you_mean(args[0], names)}"
            )
        return self.crawler_process.spider_loader.load(args[0])

    def _check(self, kind: type[WalkSpider], opts: argparse.Namespace) -> None:
        if sites().get(kind.site.name) is not kind.site:
            raise WrongUsage(
                f"the site of spider {kind.name} is not installed: its package offers no entry "
                f"point {kind.site.name} of the group {GROUP}"
            )
        try:
            kind.read(opts.spargs, kind.site.day(clock.now()))
        except ArgumentError as error:
            raise WrongUsage(f"-a {error}") from None
        assert self.settings is not None
        _check_pipelines(self.settings)

    def _end(self, code: int, message: str) -> None:
        logs.show_warnings()
        complain(message)
        self.exitcode = code


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


def _check_pipelines(settings: BaseSettings) -> None:
    """Refuses pipelines without ours, or a class derived of each: nothing would be archived."""
    # Read when Scrapy reads them: they look at the environment.
    from kazcrawl.settings import ITEM_PIPELINES

    given = settings.getdict("ITEM_PIPELINES")
    try:
        there = [load_object(pipeline) for pipeline, place in given.items() if place is not None]
    except (ImportError, NameError, ValueError, TypeError) as error:
        raise WrongUsage(f"ITEM_PIPELINES: {error}") from None
    for path, place in ITEM_PIPELINES.items():
        ours = load_object(path)
        if not any(isinstance(kind, type) and issubclass(kind, ours) for kind in there):
            raise WrongUsage(
                f"ITEM_PIPELINES: {path} is lacking; it stands at {place} beside your own"
            )


def _arguments_told(spider: type[WalkSpider]) -> str:
    """A spider's arguments as ``--help`` shows them."""
    lines = [f"Arguments of {spider.name} (-a NAME=VALUE):"]
    for name, taken, text in describe(spider.arguments_kind):
        lines.append(f"  {name:<12}{taken}")
        lines += textwrap.wrap(text, 76, initial_indent=" " * 14, subsequent_indent=" " * 14)
    return "\n".join(lines)
