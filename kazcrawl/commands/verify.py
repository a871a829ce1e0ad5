"""``scrapy verify``: every published file against its manifest and the archive."""

import argparse

from kazcrawl import health
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import complain, opened_archive, read_config, telling
from kazcrawl.feeds.verify import published_here, verify


class Command(KazcrawlCommand):
    """Reads only; exit code 5 with a list when something does not hold."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Check every published file against its manifest and the archive"

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        with telling(self, config), opened_archive(config) as archive:
            wrong = list(verify(archive, config.feeds, config.manifests, config.data))
            for one in wrong:
                complain(one)
            if wrong:
                self.exitcode = health.NOT_DELIVERED
            else:
                number = len(published_here(archive, config.feeds, config.data))
                print(f"{number} batches: every file is as it was published")
