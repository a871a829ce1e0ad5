"""``scrapy crawl``: Scrapy's own command, which also publishes and tells how the run went."""

import argparse
import logging
import os
import sys
import textwrap
from datetime import timedelta

from scrapy.commands import ScrapyHelpFormatter
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import load_object

from kazcrawl import clock, health, raw
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.fence import Fence, fence_for
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_archive, complain, lock, read_config, telling
from kazcrawl.config import Config
from kazcrawl.crawl.arguments import ArgumentError, describe
from kazcrawl.crawl.ending import finish
from kazcrawl.crawl.spider import FENCE, WalkSpider
from kazcrawl.disk.lock import LockedError
from kazcrawl.fetch.servers import server_of
from kazcrawl.health.summary import summary
from kazcrawl.logs import handlers as logs
from kazcrawl.sites.registry import GROUP, sites

logger = logging.getLogger("kazcrawl")


class _Help(argparse.RawDescriptionHelpFormatter, ScrapyHelpFormatter):
    """Scrapy's help, below it the spider arguments in their own lines."""


class Command(KazcrawlCommand, ScrapyCrawl):
    """Checks everything before it starts, crawls, publishes, and exits with the verdict."""

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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        config = read_config(self.settings)
        spider = self._check(args, opts)
        with telling(self, config), lock(config, f"scrapy crawl {spider}"):
            logs.install(self.settings, config)
            check_archive(config)
            # Opened once before the crawl: what is wrong with it is said in one line.
            Archive(config.archive_url).close()
            raw.recover(config.raw)
            self._crawl(spider, opts, self._fenced(config, spider, opts))
            if config.raw_days:
                self._prune_raw(config, config.raw_days)

    def _fenced(self, config: Config, name: str, opts: argparse.Namespace) -> Fence | None:
        """The fence with the servers of a crawl taken. Raises LockedError and ArchiveError."""
        assert self.crawler_process is not None
        fence = fence_for(config.archive_url, f"scrapy crawl {name}")
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
        self.crawler_process.crawl(crawler, **opts.spargs, **{FENCE: fence})
        self.crawler_process.start()
        if not isinstance(crawler.spider, WalkSpider):
            self._end(health.FAILED, "failed: the crawl did not start; see the log")
            return
        verdict = finish(crawler)
        for line in summary(crawler.spider.context.report):
            logger.info(line)
        logger.info("verdict: %s: %s", verdict.word, verdict.reason)
        if verdict.healthy:
            self.exitcode = verdict.exit_code
        else:
            self._end(verdict.exit_code, f"{verdict.word}: {verdict.reason}")
        report = crawler.spider.context.report
        if report.stopped_by or "archive" in report.trouble:
            # A thread that still waits for a server would hold the process; all is done.
            logging.shutdown()
            sys.stderr.flush()
            os._exit(self.exitcode)

    @staticmethod
    def _prune_raw(config: Config, days: int) -> None:
        before = (clock.now() - timedelta(days=days)).date().isoformat()
        removed = raw.prune(config.raw, before)
        if removed:
            archive = Archive(config.archive_url)
            note_removals(archive, "raw", [str(path) for path, _ in removed])
            archive.close()

    # --- before -------------------------------------------------------------------------------

    def _check(self, args: list[str], opts: argparse.Namespace) -> str:
        assert self.crawler_process is not None
        names = self.crawler_process.spider_loader.list()
        if len(args) != 1:
            raise UsageError(
                f"name one spider: scrapy crawl {' or '.join(names)}", print_help=False
            )
        if args[0] not in names:
            raise UsageError(
                f"there is no spider {args[0]}; there are {', '.join(names)}", print_help=False
            )
        try:
            spider = self.crawler_process.spider_loader.load(args[0])
            if not issubclass(spider, WalkSpider):
                raise UsageError(f"{args[0]} is no spider of a site", print_help=False)
            if sites().get(spider.site.name) is not spider.site:
                raise UsageError(
                    f"the site of spider {args[0]} is not installed: its package offers no entry "
                    f"point {spider.site.name} of the group {GROUP}",
                    print_help=False,
                )
            spider.read(opts.spargs, spider.site.day(clock.now()))
        except ArgumentError as error:
            raise UsageError(f"-a {error}", print_help=False) from None
        assert self.settings is not None
        _check_pipelines(self.settings)
        return args[0]

    def _end(self, code: int, message: str) -> None:
        logs.show_warnings()
        complain(message)
        self.exitcode = code


def _check_pipelines(settings: BaseSettings) -> None:
    """Refuses pipelines without ours, or a class derived of each: nothing would be archived."""
    # Read when Scrapy reads them: they look at the environment.
    from kazcrawl.settings import ITEM_PIPELINES

    given = settings.getdict("ITEM_PIPELINES")
    try:
        there = [load_object(pipeline) for pipeline, place in given.items() if place is not None]
    except (ImportError, NameError, ValueError, TypeError) as error:
        raise UsageError(f"ITEM_PIPELINES: {error}", print_help=False) from None
    for path, place in ITEM_PIPELINES.items():
        ours = load_object(path)
        if not any(isinstance(kind, type) and issubclass(kind, ours) for kind in there):
            raise UsageError(
                f"ITEM_PIPELINES: {path} is lacking; it stands at {place} beside your own",
                print_help=False,
            )


def _arguments_told(spider: type[WalkSpider]) -> str:
    """A spider's arguments as ``--help`` shows them."""
    lines = [f"Arguments of {spider.name} (-a NAME=VALUE):"]
    for name, taken, text in describe(spider.arguments_kind):
        lines.append(f"  {name:<12}{taken}")
        lines += textwrap.wrap(text, 76, initial_indent=" " * 14, subsequent_indent=" " * 14)
    return "\n".join(lines)
