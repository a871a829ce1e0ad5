"""``scrapy demo``: the whole crawler at work on the sample site, in half a minute."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from scrapy.settings import BaseSettings

from kazcrawl import health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.holdings import count_versions
from kazcrawl.cli import signals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.feeds.manifests import manifests_of
from kazcrawl.logs.program import called
from kazcrawl.sample_site.layouts import AGENCY
from kazcrawl.sites.kazinform.editions import EDITIONS

# Editions whose headlines the demo shows: three scripts.
_SHOWN = ("en", "kk", "ar")


class Command(KazcrawlCommand):
    """Serves the sample site, runs the real crawl against it and shows what came."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Crawl the embedded sample site and show the feed that comes out"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--articles", type=int, default=500, help="default: 500")
        parser.add_argument("--seed", type=int, default=1, help="another seed is another site")
        parser.add_argument(
            "--layout", choices=AGENCY, default=AGENCY[0], help=f"default: {AGENCY[0]}"
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.articles < 7:
            raise WrongUsage("--articles: at least 7, one an edition")
        data = Config.read(self.settings).data / "demo"
        console = Console()
        try:
            shutil.rmtree(data, ignore_errors=True)
            (data / "logs").mkdir(parents=True)
        except OSError as error:
            print(f"kazcrawl: {error.filename}: {error.strerror}", file=sys.stderr)
            self.exitcode = 5
            return
        with _sample_site(opts, data) as address:
            console.print(
                f"The sample site is the agency's, on {address}: {opts.articles} articles."
            )
            self.exitcode = _crawl(console, data, address, opts.articles)
        if by := signals.held():
            print(f"{called()} demo: stopped by {by}", file=sys.stderr)
        elif self.exitcode:
            _show_log(data / "logs" / "crawl.log", self.exitcode)
        else:
            _show(console, data)


@contextmanager
def _sample_site(opts: argparse.Namespace, data: Path) -> Iterator[str]:
    """The sample site in a process of its own; gives its address."""
    command = [sys.executable, "-m", "kazcrawl.sample_site", "--port", "0"]
    for name in ("articles", "seed", "layout"):
        command += [f"--{name}", str(getattr(opts, name))]
    with (
        (data / "logs" / "sample-site.log").open("wb") as log,
        # Ctrl-C at a terminal reaches neither this one nor the crawl: they are ended in order.
        subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=log, start_new_session=True
        ) as server,
        signals.undoing(server.kill),
    ):
        try:
            assert server.stdout is not None
            said = server.stdout.readline().decode()
            if "http://" not in said:
                raise WrongUsage(f"the sample site did not start; see {log.name}")
            yield said.split()[-1]
        finally:
            server.terminate()


def _crawl(console: Console, data: Path, address: str, articles: int) -> int:
    """Runs the real command and shows its progress; gives its exit code."""
    command = [
        *(sys.executable, "-m", "scrapy", "crawl", "kazinform", "-a", "since=2012-01-01"),
        *("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZCRAWL_CONNECT_TO={address}"),
        *("-s", "KAZCRAWL_ARCHIVE=", "-s", "KAZCRAWL_FEEDS="),
    ]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "kazcrawl.settings"}
    console.print(f"$ {called()} crawl kazinform -a since=2012-01-01", highlight=False)
    started = time.monotonic()
    signals.hold(health.STOPPED)
    with (
        (data / "logs" / "crawl.log").open("wb") as log,
        subprocess.Popen(  # noqa: S603
            command, stdout=log, stderr=log, env=environment, start_new_session=True
        ) as crawl,
        signals.undoing(crawl.kill),
        signals.undoing(console.show_cursor),
        Progress(
            TextColumn("crawling"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        ) as bar,
    ):
        task = bar.add_task("articles", total=articles)
        told, stopping = 0, False
        while crawl.poll() is None:
            if signals.held() and not stopping:
                stopping = True
                crawl.terminate()
            done = _archived(data)
            bar.update(task, completed=done)
            if not console.is_terminal and done - told >= max(100, articles // 5):
                print(f"{done} of {articles} articles", flush=True)
                told = done
            time.sleep(0.2)
        bar.update(task, completed=_archived(data))
    console.print(f"done in {time.monotonic() - started:.1f} s")
    return crawl.returncode


def _archived(data: Path) -> int:
    """How many versions the archive holds so far."""
    try:
        settings = BaseSettings({"KAZCRAWL_DATA": str(data), "KAZCRAWL_ARCHIVE": ""})
        archive = Archive(Config.read(settings).archive_url, create=False)
    except ArchiveError:
        return 0
    try:
        return count_versions(archive)
    finally:
        archive.close()


def _show(console: Console, data: Path) -> None:
    """A table by edition, three headlines, the files, and what to try next."""
    files = sorted((data / "feeds").glob("*/dt=*/*.jsonl"))
    records = [orjson.loads(row) for file in files for row in file.open("rb")]
    table = Table(title="What came, by edition")
    for column in ("edition", "language"):
        table.add_column(column)
    for column in ("articles", "characters", "oldest", "newest"):
        table.add_column(column, justify="right")
    for code, edition in EDITIONS.items():
        own = [one for one in records if one["edition"] == code]
        days = sorted(one["date_published_local"][:10] for one in own)
        table.add_row(
            code,
            edition.language,
            str(len(own)),
            f"{sum(len(one['article_body']) for one in own):,}",
            days[0] if days else "",
            days[-1] if days else "",
        )
    console.print(table)
    for headline in _headlines(records):
        console.print(f"  • {headline}", highlight=False, markup=False)
    layouts = Counter(one["layout"] for one in records)
    console.print(f"\n{len(records)} records, layouts: {', '.join(layouts)}")
    for file in files:
        print(f"feed      {file}")
        apart, beside = manifests_of(file)
        print(f"manifest  {beside if beside.exists() else apart}")
    name = called()
    print(
        "\nTry next:\n"
        f"  head -1 {quote(str(files[0]))} | python3 -m json.tool --no-ensure-ascii\n"
        f"  {name} report -s KAZCRAWL_DATA={quote(str(data))}   how it went, as a page to open\n"
        f"  {name} demo --layout g1         the markup of 2020\n"
        f"  {name} crawl kazinform          the live site, into data/"
    )


def _headlines(records: list[dict[str, Any]]) -> list[str]:
    newest = {}
    for one in sorted(records, key=lambda row: row["date_published"] or ""):
        newest[one["edition"]] = one["headline"]
    return [newest[code] for code in _SHOWN if code in newest]


def _show_log(log: Path, code: int) -> None:
    tail = log.read_text("utf-8", "replace").splitlines()[-5:]
    print(
        f"{called()} demo: the crawl ended with exit code {code}; the end of {log}:",
        file=sys.stderr,
    )
    print("\n".join(tail), file=sys.stderr)
