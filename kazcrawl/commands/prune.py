"""``scrapy prune``: removes old feed files and raw pages, and remembers what it removed."""

import argparse

from scrapy.exceptions import UsageError

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, lock, opened_archive, read_config, telling
from kazcrawl.config import Config
from kazcrawl.feeds.manifests import remove
from kazcrawl.feeds.verify import published_here


class Command(KazcrawlCommand):
    """The archive keeps everything: a pruned feed file can be written again."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Remove feed files and raw pages from before a day; the archive keeps everything"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--feeds-before", metavar="DAY", help="YYYY-MM-DD, of the batch (UTC)")
        parser.add_argument("--raw-before", metavar="DAY", help="YYYY-MM-DD, of the fetch (UTC)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not (opts.feeds_before or opts.raw_before):
            raise UsageError("say what: --feeds-before DAY or --raw-before DAY", print_help=False)
        check_day("--feeds-before", opts.feeds_before)
        check_day("--raw-before", opts.raw_before)
        config = read_config(self.settings)
        with (
            telling(self, config),
            lock(config, "scrapy prune"),
            opened_archive(config) as archive,
        ):
            feeds = _prune_feeds(archive, config, opts.feeds_before or "")
            pages = raw.prune(config.raw, opts.raw_before) if opts.raw_before else []
            note_removals(archive, "raw", [str(path) for path, _ in pages])
            print(f"removed {feeds} feed files and {len(pages)} files of raw pages")


def _prune_feeds(archive: Archive, config: Config, before: str) -> int:
    """Remembered first, removed then: a file that is gone without a word would be a loss."""
    old = [
        row.path
        for row in published_here(archive, config.feeds)
        if row.path is not None and row.opened_at[:10] < before
        if (config.feeds / row.path).exists()
    ]
    note_removals(archive, "feed", old)
    for name in old:
        remove(config.feeds / name)
    return len(old)
