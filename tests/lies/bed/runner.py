"""Crawls a world by the real command until it is quiet, and tells what came of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kazcrawl import clock
from tests.lies.bed.news import NEWS_UNTIL, START
from tests.lies.bed.server import serving
from tests.lies.bed.world import World
from tests.support import Site, crawl_command, feed_records, scrapy

_HOURS = (0, 5, 9, 24, 30)
# A week later, so that whatever is done once a week is done.
_LATE = NEWS_UNTIL + timedelta(hours=1)
_PAUSE = timedelta(hours=3)
MOST_RUNS = 12


@dataclass(slots=True)
class Run:
    """One run of the command: when by the world's clock, how it ended and what it said."""

    moment: datetime
    code: int
    requests: int
    sentences: list[str]
    articles: int


@dataclass(slots=True)
class Crawled:
    """What the command left behind: its runs, feed, ledger, and the check of its files."""

    runs: list[Run] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    ledger: dict[str, Any] = field(default_factory=dict)
    verified: str = ""
    is_quiet: bool = False

    @property
    def end(self) -> datetime:
        """The moment of the last run."""
        return self.runs[-1].moment


def crawl_world(world: World, folder: Path) -> Crawled:
    """Runs the command by the plan, then until two runs in a row bring nothing; twelve at most."""
    crawled, data = Crawled(), folder / "data"
    with serving(world) as address:
        site = Site(address, folder / "none")
        for hours in _HOURS:
            run_once(world, site, data, START + timedelta(hours=hours), crawled)
        moment = START + _LATE
        while len(crawled.runs) < MOST_RUNS and not crawled.is_quiet:
            run_once(world, site, data, moment, crawled)
            late = [run.articles for run in crawled.runs[len(_HOURS) :]]
            crawled.is_quiet = len(late) >= 3 and len(set(late[-3:])) == 1
            moment += _PAUSE
    look_at(data, crawled)
    return crawled


def look_at(data: Path, crawled: Crawled) -> None:
    """What the crawl left behind by now."""
    crawled.records = feed_records(data)
    now = ("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZTEST_NOW={clock.text(crawled.end)}")
    told = scrapy("coverage", "--json", *now)
    crawled.ledger = json.loads(told.stdout) if told.stdout else {"days": []}
    checked = scrapy("verify", *now)
    crawled.verified = "" if checked.returncode == 0 else checked.stderr.strip()


def run_once(
    world: World, site: Site, data: Path, moment: datetime, crawled: Crawled, *settings: str
) -> None:
    """Runs the command at a moment of the world."""
    number, asked = len(crawled.runs), len(world.asked)
    world.begin_run(moment)
    believed, arguments = moment, ("-a", f"editions={','.join(world.editions)}")
    for lie in world.lies:
        believed = lie.clock(believed, number)
        arguments += lie.arguments(number)
    log = data / "logs" / "kazcrawl.log"
    said = log.stat().st_size if log.exists() else 0
    done = scrapy(
        *crawl_command(data, site, *arguments),
        *("-s", f"KAZTEST_NOW={clock.text(believed)}", "-s", "KAZCRAWL_RAW_MB=0"),
        *settings,
    )
    text = log.read_bytes()[said:].decode() if log.exists() else ""
    crawled.runs.append(
        Run(
            moment,
            done.returncode,
            len(world.asked) - asked,
            _sentences(text, done.stderr),
            len({row["id"] for row in feed_records(data)}),
        )
    )


def _sentences(log: str, stderr: str) -> list[str]:
    """What a run said to its operator: its warnings, its verdict and what it printed."""
    told = [row for row in log.splitlines() if _is_told(row)]
    return [*told, *(row for row in stderr.splitlines() if row.strip())]


def _is_told(row: str) -> bool:
    is_loud = any(f" {level}: " in row for level in ("WARNING", "ERROR", "CRITICAL"))
    return is_loud or "verdict: " in row
