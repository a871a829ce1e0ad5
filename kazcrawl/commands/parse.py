"""``scrapy parse``: Scrapy's own command; of a page of our sites it shows the record."""

import argparse
import warnings

from scrapy.commands.parse import Command as ScrapyParse
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.utils.log import install_scrapy_root_handler

from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_address, read_config
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config.takes import did_you_mean
from kazcrawl.crawl.page_spider import PageSpider
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.logs.program import called


class Command(KazcrawlCommand, ScrapyParse):
    """Archives nothing; robots.txt and all manners hold."""

    takes_words = True
    default_settings = {"LOG_INSTALL_ROOT_HANDLER": False}

    def short_desc(self) -> str:
        return "Fetch a page and print the record that it gives; nothing is archived"

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        assert self.settings is not None
        if len(args) != 1:
            raise WrongUsage(f"name one address: {called()} parse https://…")
        check_address("", args[0])
        read_config(self.settings)
        names = self.crawler_process.spider_loader.list()
        if opts.spider is not None and opts.spider not in names:
            raise WrongUsage(
                f"--spider {opts.spider}: there is no such spider; there are {', '.join(names)}"
                f"{did_you_mean(opts.spider, names)}"
            )
        if not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="project")
        install_scrapy_root_handler(self.settings)
        # Of Scrapy's own way of calling a callback here, not of anything of ours.
        warnings.filterwarnings("ignore", category=ScrapyDeprecationWarning)
        ScrapyParse.run(self, args, opts)
        if not any(self.items.values()) and not opts.noitems:
            self.exitcode = 1

    def set_spidercls(self, url: str, opts: argparse.Namespace) -> None:
        """A spider of ours would begin a run: a page alone is read in its place."""
        super().set_spidercls(url, opts)
        spider = self.spidercls
        if spider is not None and issubclass(spider, WalkSpider):
            self.spidercls = type(
                "Page",
                (PageSpider,),
                {"name": spider.name, "site": spider.site, "start": spider.start},
            )
