"""``scrapy reparse``: reads stored pages again with today's page objects."""

import argparse
import uuid
from collections import Counter
from functools import partial
from pathlib import Path

from kazcrawl import clock, health, raw
from kazcrawl.archive import Archive
from kazcrawl.archive.gathering import GatheringArchive
from kazcrawl.archive.store import Addition
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, complain, looked_after, read_config, telling
from kazcrawl.cli.pushing import begin_pushing, push
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.config.takes import did_you_mean
from kazcrawl.crawl.rereading import Reread, Rereading
from kazcrawl.feeds.publisher import publish
from kazcrawl.logs.program import called
from kazcrawl.pages import GENERIC
from kazcrawl.pipelines.dedupe import identify
from kazcrawl.raw.page import DAMAGED
from kazcrawl.record import Article, record
from kazcrawl.sites.registry import site_named, sites


class Command(KazcrawlCommand):
    """Publishes only what changed: a parser mended later needs no second crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Read the stored pages again with today's page objects; publish what changed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since", metavar="DAY", help="only pages fetched on YYYY-MM-DD (UTC) or later"
        )
        parser.add_argument("--layout", help="only pages that this layout reads today")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change; publish nothing"
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        check_day("--since", opts.since)
        if opts.layout is not None:
            _check_layout(opts.layout)
        kept = looked_after(GatheringArchive, config, "reparse", dry_run=opts.dry_run)
        with telling(self, config), kept as archive:
            if not opts.dry_run:
                begin_pushing(archive, config)
                raw.recover(config.raw)
            damaged: list[Path] = []
            counts = _reparse(archive, config, opts, damaged)
            changed = "versions would change" if opts.dry_run else "versions changed"
            print(
                f"{counts['pages']} pages read, {counts['changed']} {changed}, "
                f"{counts['unreadable']} gave no article, {counts['older']} were not the newest"
            )
            for line in () if opts.dry_run else push(config):
                complain(line)
            for path in damaged:
                complain(f"{path}: {DAMAGED}")
                self.exitcode = health.NOT_DELIVERED


def _check_layout(name: str) -> None:
    known = [kind.layout for site in sites().values() for kind in site.layouts.articles]
    known = [*dict.fromkeys(known), GENERIC]
    if name not in known:
        raise WrongUsage(
            f"--layout {name}: there is no such layout; there are {', '.join(known)}"
            f"{did_you_mean(name, known)}"
        )


def _reparse(
    archive: GatheringArchive, config: Config, opts: argparse.Namespace, damaged: list[Path]
) -> Counter[str]:
    crawl_id = f"reparse-{clock.now():%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
    counts: Counter[str] = Counter()
    changed: Counter[str] = Counter()

    def told(outcome: bool | Exception, source: str) -> None:
        if isinstance(outcome, Exception):
            raise outcome
        changed[source] += outcome

    with Rereading(config.raw, opts.since, crawl_id) as rereading:
        damaged += rereading.damaged
        counts["older"] = rereading.older  # an older state must not come back as a revision
        for page in rereading.read():
            counts["pages"] += 1
            fetched = page.fetched
            if fetched is None:
                counts["unreadable"] += 1
                continue
            if opts.layout and fetched.article.layout != opts.layout:
                continue
            site = site_named(page.source)
            identify(archive, site, fetched)
            if not _is_current(archive, fetched.article, page):
                continue
            if opts.dry_run:
                changed[page.source] += _would_change(archive, fetched.article)
                continue
            addition = Addition(
                fetched.article,
                fetched.aliases,
                validators=archive.validators(fetched.article.id),
                key_hash=site.addresses.key_hash(fetched.article.url),
                any_field=True,
            )
            archive.gather(addition, partial(told, source=page.source))
    archive.commit()
    counts["changed"] = changed.total()
    for source in () if opts.dry_run else sorted(+changed):
        publish(
            config.archive_url,
            config.feeds,
            source,
            crawl_id,
            config.compression,
            config.manifests,
            what=f"{called()} reparse",
            key=config.signing_key,
            place=config.data,
        )
    return counts


def _would_change(archive: Archive, article: Article) -> bool:
    """Whether the archive would take the article as another version."""
    if not archive.known([article.id]):
        return True
    held = archive.newest(article.id)
    added = ("revision", "fetched_at", "crawl_id")  # by the crawl itself
    return any(held[name] != value for name, value in record(article).items() if name not in added)


def _is_current(archive: Archive, article: Article, page: Reread) -> bool:
    """Whether no later page is known to the archive: the store may have gaps."""
    known = archive.known([article.id]).get(article.id)
    if known is None or known.status != "usable":
        return known is None
    # An article that was looked at later and had not changed is still that of its page.
    return (
        known.checked_at <= page.fetched_at
        or archive.newest(article.id)["fetched_at"] <= page.fetched_at
    )
