"""``scrapy publish``: publishes what the archive holds and no crawl has published."""

import argparse
from collections.abc import Iterable

from kazcrawl.archive.batches import PUBLISHED, Batch, all_batches
from kazcrawl.archive.forgetting import finish_forgetting
from kazcrawl.archive.holdings import sources
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import complain, opened_archive, read_config, telling
from kazcrawl.cli.pushing import begin_pushing, push
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.disk.identity import identity_of
from kazcrawl.feeds.publisher import Published, publish, rebuild


class Command(KazcrawlCommand):
    """Safe at any time, and beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Publish what the archive holds and no feed has; finish what a death left open"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--rebuild",
            nargs="+",
            metavar="BATCH",
            help="write the feed files of these batches again, byte for byte "
            "(kazinform-000012, or 12 for the agency's)",
        )
        parser.add_argument(
            "--adopt",
            action="store_true",
            help="take over the open batches (with --rebuild: those) of a data folder that is lost",
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        with telling(self, config):
            done = self._publish(config, opts.rebuild, opts.adopt)
            for line in push(config):
                complain(line)
            for one in done:
                print(f"{one.path} ({one.records} records)")
            if not done:
                print("nothing waits to be published")

    @staticmethod
    def _publish(config: Config, names: list[str] | None, adopt: bool) -> list[Published]:
        with opened_archive(config) as archive:
            begin_pushing(archive, config)
            published_from = sources(archive)
            if names:
                own = (None, identity_of(config.data))
                rows = (row for row in all_batches(archive) if row.state == PUBLISHED)
                _check_names(names, [row for row in rows if adopt or row.owner in own])
            finish_forgetting(archive)
        written: list[Published] = []
        for source in published_from:
            if names:
                written += rebuild(
                    config.archive_url,
                    config.feeds,
                    source,
                    names,
                    config.manifests,
                    adopt=adopt,
                    key=config.signing_key,
                    place=config.data,
                )
            else:
                written += publish(
                    config.archive_url,
                    config.feeds,
                    source,
                    "publish",
                    config.compression,
                    config.manifests,
                    adopt=adopt,
                    key=config.signing_key,
                    place=config.data,
                )
        return written


def _check_names(names: Iterable[str], batches: list[Batch]) -> None:
    """Refuses the name or number of a batch that is not there, before anything is written."""
    known = {f"{row.source}-{row.number:06d}" for row in batches}
    numbers = {row.number for row in batches}
    for name in names:
        plain = name.split(".jsonl")[0]
        if plain not in known and not (plain.isdecimal() and int(plain) in numbers):
            raise WrongUsage(f"--rebuild {name}: there is no such batch of this data folder")
