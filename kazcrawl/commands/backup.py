"""``scrapy backup``: a copy of the running archive."""

import argparse
from pathlib import Path

from kazcrawl.archive.upkeep import backup
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import opened_archive, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.logs.program import called


class Command(KazcrawlCommand):
    """SQLite's own backup: consistent, and beside a running crawl."""

    requires_project = True
    takes_words = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE"

    def short_desc(self) -> str:
        return "Copy the archive to a file, also while a crawl runs"

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise WrongUsage(f"name the file to make: {called()} backup FILE")
        target = Path(args[0])
        config = read_config(self.settings)
        with telling(self, config):
            if target.exists():
                raise WrongUsage(f"{target}: is there already; name a new file")
            with opened_archive(config) as archive:
                size = backup(archive, target)
            print(f"{target} ({size:,} bytes)")
