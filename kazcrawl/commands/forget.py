"""``scrapy forget``: takes an article down for good."""

import argparse

from scrapy.exceptions import UsageError

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.upkeep import forget
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import lock, opened_archive, read_config, telling
from kazcrawl.sites.registry import site_of


class Command(KazcrawlCommand):
    """The text goes from archive and raw pages; a ``gone`` record without text is published
    by the next run or ``scrapy publish``; the article is never fetched again."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "URL..."

    def short_desc(self) -> str:
        return "Take articles down for good: their text goes, and they are never fetched again"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args or not all(url.startswith(("http://", "https://")) for url in args):
            raise UsageError("name addresses: scrapy forget https://…", print_help=False)
        config = read_config(self.settings)
        with (
            telling(self, config),
            lock(config, "scrapy forget"),
            opened_archive(config) as archive,
        ):
            raw.recover(config.raw)
            for url in args:
                versions = forget(archive, url)
                pages = raw.forget(config.raw, _addresses(archive, url))
                print(f"{url}: {versions} versions emptied, {pages} raw pages removed")


def _addresses(archive: Archive, url: str) -> set[str]:
    """The addresses under which raw pages may hold the article."""
    addresses = site_of(url).addresses
    found = {url, addresses.canonical(url)}
    known = archive.known(addresses.identities(url))
    for held in known.values():
        if held.revision:
            found.add(archive.newest(held.url_hash)["url"])
    return found
