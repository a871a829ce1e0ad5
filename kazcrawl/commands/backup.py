"""``scrapy backup``: a copy of the running archive."""

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kazcrawl import health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.upkeep import backup
from kazcrawl.datafolder import complain, described, read_config


class Command(ScrapyCommand):
    """SQLite's own backup: consistent, and beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE"

    def short_desc(self) -> str:
        return "Copy the archive to a file, also while a crawl runs"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name the file to make: scrapy backup FILE", print_help=False)
        target = Path(args[0])
        if target.exists():
            raise UsageError(f"{target}: is there already; name a new file", print_help=False)
        config = read_config(self.settings)
        try:
            archive = Archive(config.archive_url, create=False)
            size = backup(archive, target)
            archive.close()
        except ArchiveError as error:
            complain(str(error))
            self.exitcode = health.NOT_DELIVERED
        except OSError as error:
            complain(described(error, target))
            self.exitcode = health.NOT_DELIVERED
        else:
            print(f"{target} ({size:,} bytes)")
