"""``scrapy forget``: takes an article down for good."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import (
    Forgotten,
    backups_with,
    clear_log,
    feeds_of,
    foreseen,
    forget,
)
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_address, looked_after, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.feeds.shelves import Name, shelf_of
from kazcrawl.feeds.verify import holds_text
from kazcrawl.logs.program import called


class Command(KazcrawlCommand):
    """The text goes from archive and raw pages; a ``gone`` record without text is published
    by the next run or ``scrapy publish``; the article is never fetched again."""

    requires_project = True
    takes_words = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "URL..."

    def short_desc(self) -> str:
        return "Take articles down for good: their text goes, and they are never fetched again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--ahead",
            action="store_true",
            help="also addresses that are not held: they are never to be fetched",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go; change nothing"
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise WrongUsage(f"name addresses: {called()} forget https://…")
        for url in args:
            check_address("", url)
        config = read_config(self.settings)
        kept = looked_after(Archive, config, "forget", dry_run=opts.dry_run)
        with telling(self, config), kept as archive:
            outlook = {url: foreseen(archive, url) for url in args}
            for url, held in outlook.items():
                if held is None and not opts.ahead:
                    raise WrongUsage(
                        f"{url}: is not held; --ahead notes that it is never to be fetched"
                    )
            if opts.dry_run:
                _tell(archive, config, outlook)
            else:
                _forget(archive, config, outlook)


def _tell(archive: Archive, config: Config, outlook: Mapping[str, Forgotten | None]) -> None:
    """What would go, address by address."""
    pages: Counter[str] = Counter()
    for page in raw.read_raw(config.raw):
        for url, known in outlook.items():
            if known is not None:
                pages[url] += known.is_named(page.url) or known.is_named(page.asked)
    for url, article in outlook.items():
        if article is None:
            print(f"{url}: is not held, and would never be fetched")
            continue
        print(
            f"{url}: {article.versions} versions would be emptied, {pages[url]} raw pages removed"
        )
        for path in (*_feeds_with(archive, config, article), *_backups_with(archive, article)):
            print(f"  would still be in {path}")


def _forget(archive: Archive, config: Config, outlook: Mapping[str, Forgotten | None]) -> None:
    raw.recover(config.raw)
    # Asked before anything is changed: a bucket may give no answer.
    feeds = {
        url: [*_feeds_with(archive, config, article)] if article else []
        for url, article in outlook.items()
    }
    articles = {url: forget(archive, url) for url in outlook}
    addresses = _addresses(config, articles)
    for url, article in articles.items():
        pages = raw.forget(config.raw, addresses[url])
        print(f"{url}: {article.versions} versions emptied, {pages} raw pages removed")
        for path in (*feeds[url], *_backups_with(archive, article)):
            print(f"  still in {path}")
    _rewrite_report(archive, config)
    if not clear_log(archive):
        print(
            f"  still in the log of {archive.name}: a reader holds its old pages; "
            f"the next run, or {called()} publish, clears it when that reader is done"
        )


def _addresses(config: Config, articles: Mapping[str, Forgotten]) -> dict[str, set[str]]:
    """The addresses under which raw pages hold each article: those asked for, and answering."""
    addresses = {url: {url} for url in articles}
    for page in raw.read_raw(config.raw):
        for url, article in articles.items():
            addresses[url] |= {one for one in (page.url, page.asked) if article.is_named(one)}
    return addresses


def _feeds_with(archive: Archive, config: Config, article: Forgotten) -> Iterator[str]:
    shelf = shelf_of(config.feeds)
    for name in map(Name, feeds_of(archive, article.url_hash)):
        if holds_text(shelf, name, article.url_hash):
            batch = name.name.split(".jsonl")[0]
            rebuild = f"{called()} publish --rebuild {batch}"
            yield f"{shelf.at(name)}: {rebuild} writes it without the text"


def _backups_with(archive: Archive, article: Forgotten) -> Iterator[str]:
    for path in backups_with(archive, article.url_hash):
        yield f"{path}: a backup; remove it, and make another"


def _rewrite_report(archive: Archive, config: Config) -> None:
    if (config.reports / "kazcrawl.html").exists():
        # Every command of a project is loaded for each of them: charts would slow the crawl.
        from kazcrawl.report import write_report

        print(f"{write_report(archive, config)}: written anew")
