"""``scrapy report``: how the crawler has been doing, as one page to look at."""

import argparse

from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import opened_archive, read_config, telling


class Command(KazcrawlCommand):
    """Reads only the archive; safe beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Write a page about the last runs, coverage and fields, to be opened in a browser"

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        # Every command of a project is loaded for each of them: charts would slow the crawl.
        from kazcrawl.report import write_report

        config = read_config(self.settings)
        with telling(self, config), opened_archive(config) as archive:
            path = write_report(archive, config)
            print(f"{path} ({path.stat().st_size:,} bytes)")
