"""``scrapy forget``: takes an article down for good."""

import argparse
from collections.abc import Iterator, Mapping

from scrapy.exceptions import UsageError

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import Forgotten, backups_with, clear_log, feeds_of, forget
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import lock, opened_archive, read_config, telling
from kazcrawl.config import Config
from kazcrawl.feeds.verify import holds_text


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
            articles = {url: forget(archive, url) for url in args}
            addresses = _addresses(config, articles)
            for url, article in articles.items():
                pages = raw.forget(config.raw, addresses[url])
                print(f"{url}: {article.versions} versions emptied, {pages} raw pages removed")
                for path in _still_holding(archive, config, article):
                    print(f"  still in {path}")
            _rewrite_report(archive, config)
            if not clear_log(archive):
                print(
                    f"  still in the log of {archive.name}: a reader holds its old pages; "
                    "the next run, or scrapy publish, clears it when that reader is done"
                )


def _addresses(config: Config, articles: Mapping[str, Forgotten]) -> dict[str, set[str]]:
    """The addresses under which raw pages hold each article: those asked for, and answering."""
    addresses = {url: {url} for url in articles}
    for page in raw.read_raw(config.raw):
        for url, article in articles.items():
            addresses[url] |= {one for one in (page.url, page.asked) if article.is_named(one)}
    return addresses


def _still_holding(archive: Archive, config: Config, article: Forgotten) -> Iterator[str]:
    for name in feeds_of(archive, article.url_hash):
        path = config.feeds / name
        if path.exists() and holds_text(path, article.url_hash):
            batch = path.name.split(".jsonl")[0]
            yield f"{path}: scrapy publish --rebuild {batch} writes it without the text"
    for path in backups_with(archive, article.url_hash):
        yield f"{path}: a backup; remove it, and make another"


def _rewrite_report(archive: Archive, config: Config) -> None:
    if (config.reports / "kazcrawl.html").exists():
        # Every command of a project is loaded for each of them: charts would slow the crawl.
        from kazcrawl.report import write_report

        print(f"{write_report(archive, config)}: written anew")
