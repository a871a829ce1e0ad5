"""Thirty days of a world that lies, crawled by the clock: does the feed hold all of it?

    python -m tests.lies.bed.month --days 30 --every 60

One edition's feeds and listings have the same ETag for ever, another's list moves whenever it is
walked, and now and then this machine's clock jumps. A hundredth of all addresses fail at first.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import unquote

from kazcrawl.sample_site.truth import truth_of
from tests.lies.bed.checks import Result, check
from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START, News, Piece
from tests.lies.bed.pages import publish_now, withdraw_shown
from tests.lies.bed.runner import Crawled, look_at, run_once
from tests.lies.bed.server import serving
from tests.lies.bed.site import Asked
from tests.lies.bed.world import World
from tests.lies.constant_etag import ConstantEtag
from tests.support import Site

EDITIONS = ("ru", "kk", "en", "ar")
_JUMPS = (timedelta(days=3), timedelta(days=-2), timedelta(minutes=40), timedelta(hours=-7))
# After the end: the last looks, the last retries, the last audit.
_LATE = (*range(25, 37, 2), *range(200, 206, 2))


class MovingList(Lie):
    """At every third walk articles appear, or are withdrawn, on pages that were read already."""

    lasts = None

    def before(self, world: World, asked: Asked) -> None:
        assert isinstance(world, Month)
        is_over = asked.moment > START + world.until
        if asked.path != "/lenta/" or asked.page < 2 or asked.again % 3 or is_over:
            return
        if self.random.random() < 0.5:
            self.effects += publish_now(world, self.edition, asked.moment, 2)
        else:
            self.effects += withdraw_shown(world, self.edition, asked.moment, 1, asked.page)


class ClockJumps(Lie):
    """In one of fifty runs this machine's clock is wrong, by minutes or by days."""

    words = (r"clock", r"\bDate\b")
    names_edition = False

    def clock(self, moment: datetime, number: int) -> datetime:
        if self.random.random() >= 0.02:
            return moment
        self.effects += 1
        return moment + self.random.choice(_JUMPS)


class Month(World):
    """A world of so many days, with so many articles a day."""

    def __init__(self, seed: int, days: float, a_day: int) -> None:
        self.seed, self.names = seed, ("constant_etag", "moving list", "clock jumps")
        self.random, self.layout, self.editions = Random(seed), "g3", list(EDITIONS)
        self.until = timedelta(days=days)
        self.lies = [
            ConstantEtag("en", self.random),
            MovingList("kk", self.random),
            ClockJumps("ru", self.random),
        ]
        sizes = dict.fromkeys(EDITIONS, round(a_day * (days + 4) / len(EDITIONS)))
        self._open(News.spread(self.random, sizes, seed, self.until))


@dataclass(frozen=True, slots=True)
class Options:
    """How long, how often, and how much."""

    days: float = 30
    every: timedelta = timedelta(hours=1)
    a_day: int = 48
    seed: int = 1


def crawl_month(options: Options, folder: Path) -> tuple[Month, Crawled]:
    """Runs the command by the clock until all is settled."""
    world = Month(options.seed, options.days, options.a_day)
    crawled, data = Crawled(is_quiet=True), folder / "data"
    # What is edited in the text alone is told by looks; there are as many as are due.
    settings = ("-s", "KAZCRAWL_REVISIT_SHARE=1")
    with serving(world) as address:
        site = Site(address, folder / "none")
        moment = START
        while moment <= START + world.until:
            run_once(world, site, data, moment, crawled, *settings)
            moment += options.every
        for hours in _LATE:
            late = START + world.until + timedelta(hours=hours)
            run_once(world, site, data, late, crawled, *settings)
    look_at(data, crawled)
    return world, crawled


def differences(world: Month, crawled: Crawled, result: Result) -> list[str]:
    """What the feed has otherwise than the site: missing, wrong, twice, or not its last version."""
    # Files are named by a clock that jumped: their order is not that of the revisions.
    ordered = sorted(crawled.records, key=lambda row: row["revision"])
    newest = {unquote(row["url"]): row for row in ordered}
    rows = [f"missing: {row}" for row in (*result.silent, *result.told)]
    rows += [f"wrong: {row}" for row in result.wrong]
    rows += [f"twice: {row}" for row in result.twice]
    for piece in world.news.all():
        row = next((newest[url] for url in map(unquote, piece.urls()) if url in newest), None)
        if row is not None:
            rows += _not_the_last(row, piece, crawled.end, world.layout)
    return rows


def _not_the_last(
    row: dict[str, object], piece: Piece, end: datetime, layout: str
) -> Iterator[str]:
    article = piece.at(end)
    status = "gone" if article is None else "usable"
    changes = [f"{moment:%m-%d %H:%M}" for moment, _ in piece.versions]
    told = f"fetched {row['fetched_at']}; changed {changes}, withdrawn {piece.withdrawn}"
    if row["status"] != status:
        yield f"{row['url']}: {row['status']}, not {status}; {told}"
    elif article is not None:
        truth = truth_of(article, layout)
        for name in ("headline", "article_body"):
            if row[name] != truth[name]:
                yield f"{row['url']}: its {name} is not the last; {told}"


def main() -> int:
    """Crawls the month and prints what came of it; 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.lies.bed.month")
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--every", type=int, default=60, help="minutes between runs")
    parser.add_argument("--a-day", type=int, default=48, help="articles a day, all editions")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    options = Options(given.days, timedelta(minutes=given.every), given.a_day, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        world, crawled = crawl_month(options, Path(folder))
    result = check(world, crawled)
    found = differences(world, crawled, result)
    codes = json.dumps(Counter(run.code for run in crawled.runs))
    effects = {type(lie).__name__: lie.effects for lie in world.lies}
    print(f"{len(crawled.runs)} runs, {result.articles} articles, exit codes {codes}, {effects}")
    recalls = crawled.ledger.get("recall", {})
    measured = {code: row.get("recall") for code, row in recalls.items()}
    print(f"recall: measured {json.dumps(measured)}, true {_true_recall(world, crawled):.4f}")
    print("not complete:", result.gaps or "none")
    print("differences to the truth:", found or "none")
    print("besides:", result.objections or "nothing")
    return int(bool(found or result.objections))


def _true_recall(world: Month, crawled: Crawled) -> float:
    """The share of what the site shows in the end that the feed holds."""
    held = {unquote(row["url"]) for row in crawled.records}
    shown = [piece for piece in world.news.all() if piece.at(crawled.end) is not None]
    return sum(bool(set(map(unquote, piece.urls())) & held) for piece in shown) / len(shown)


if __name__ == "__main__":
    sys.exit(main())
