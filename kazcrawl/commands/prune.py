"""``scrapy prune``: removes old feed files and raw pages, and remembers what it removed."""

import argparse

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.own_id import own_id
from kazcrawl.archive.upkeep import note_removals, removals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, looked_after, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.disk.identity import identity
from kazcrawl.feeds.publisher import claim
from kazcrawl.feeds.shelves import Name, shelf_of
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
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go; remove nothing"
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.feeds_before is None and opts.raw_before is None:
            raise WrongUsage("say what: --feeds-before DAY or --raw-before DAY")
        check_day("--feeds-before", opts.feeds_before)
        check_day("--raw-before", opts.raw_before)
        config = read_config(self.settings)
        kept = looked_after(Archive, config, "prune", dry_run=opts.dry_run)
        with telling(self, config), kept as archive:
            feeds = _old_feeds(archive, config, opts.feeds_before or "")
            if opts.dry_run:
                _tell(config, feeds, opts.raw_before)
                return
            _remove_feeds(archive, config, feeds)
            pages = raw.prune(config.raw, opts.raw_before) if opts.raw_before else []
            note_removals(archive, "raw", [str(path) for path, _ in pages])
            print(f"removed {len(feeds)} feed files and {len(pages)} files of raw pages")


def _tell(config: Config, feeds: list[str], raw_before: str | None) -> None:
    """What would go, file by file."""
    pages = list(raw.old_files(config.raw, raw_before)) if raw_before else []
    shelf = shelf_of(config.feeds)
    for path in [*(shelf.at(Name(name)) for name in feeds), *pages]:
        print(path)
    print(f"would remove {len(feeds)} feed files and {len(pages)} files of raw pages")


def _old_feeds(archive: Archive, config: Config, before: str) -> list[str]:
    if not before:
        return []
    there = {str(name) for name in shelf_of(config.feeds).files()}
    # Also what an earlier prune remembered and, for it died, did not remove.
    return [
        row.path
        for row in published_here(archive, config.feeds, config.data, with_pruned=True)
        if row.path in there and row.opened_at[:10] < before
    ]


def _remove_feeds(archive: Archive, config: Config, old: list[str]) -> None:
    """Remembered first, removed then: a file that is gone without a word would be a loss."""
    if not old:
        return
    shelf = shelf_of(config.feeds)
    with archive.writing() as connection:
        archive_id = own_id(connection)
    claim(shelf, config.feeds, config.data, identity(config.data), lambda: archive_id)
    known = removals(archive, "feed")
    note_removals(archive, "feed", [name for name in old if name not in known])
    for name in old:
        shelf.remove(Name(name))
