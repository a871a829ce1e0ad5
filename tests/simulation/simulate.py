"""Days of a living site, crawled by the clock: does the feed hold all of it, and at what cost?

    python -m tests.simulation.simulate --days 30 --faults 0.1

The site publishes, edits and withdraws articles as simulated time passes; every run is the real
command in a process of its own, told by KAZTEST_NOW what time it is.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import coverage
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.truth import truth_of
from kazcrawl.sites.kazinform import SITE
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.support import (
    Site,
    crawl_command,
    differences,
    feed_records,
    sample_site,
    scrapy,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
HISTORY = timedelta(days=3)
"""How much of the site was there before the first run."""
LATE = 6
"""Runs after the end, every two hours: the last looks at what there is, the last retries."""


@dataclass
class Plan:
    """A simulation: its length, how often the crawler runs, what the site is like."""

    days: float = 2
    every: timedelta = timedelta(minutes=30)
    a_day: int = 570
    faults: float = 0.0
    layout: str = "g3"
    seed: int = 1
    settings: tuple[str, ...] = ()
    anew: bool = False

    @property
    def end(self) -> datetime:
        return START + timedelta(days=self.days)

    @property
    def articles(self) -> int:
        """All articles of the site: nine in ten lie in the simulated days and their history."""
        spread = self.days + HISTORY.days
        return round(self.a_day * spread / 0.9)

    def room(self) -> Newsroom:
        """The site's articles, for what cannot be asked of a server."""
        days = self.days + HISTORY.days
        late = self.end + timedelta(days=3)
        return Newsroom(self.articles, self.seed, self.end, days, moment=late)


@dataclass
class Result:
    """What came of it: requests by run, exit codes, differences to the truth.

    ``anew``: what reading all of the site's last days anew costs at the end; ``most``: how often
    the article asked for most often was asked for.
    """

    moments: list[datetime] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    anew: int = 0
    most: int = 0
    differences: str = ""
    incomplete: list[str] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)


def simulate(plan: Plan, folder: Path) -> Result:
    """Runs the crawler through the plan's days; then, a day later, until all is settled."""
    result = Result()
    data = folder / "data"
    options = {
        "articles": plan.articles,
        "seed": plan.seed,
        "layout": plan.layout,
        "now": plan.end.isoformat(),
        "days": plan.days + HISTORY.days,
        "moment": START.isoformat(),
        "faults": plan.faults,
    }
    with sample_site(folder / "site", **options) as site:
        moment = START
        while moment <= plan.end:
            run(plan, site, data, moment, result)
            moment += plan.every
        if plan.anew:
            whole = Result()
            run(plan, site, folder / "anew", plan.end, whole)
            result.anew = sum(whole.requests)
        # Nothing is published any more: the last looks at what there is, the last retries.
        late = plan.end + timedelta(hours=25)
        for number in range(LATE):
            run(plan, site, data, late + number * timedelta(hours=2), result)
        asked = Counter(row for row in site.requests() if "/news/" in row or " /ru/" in row)
    result.most = max(asked.values())
    expected = list(expectation(plan.room(), plan.layout, feed_records(data), result.moments))
    own = [row for row in feed_records(data) if row["date_published"] >= clock.text(START)]
    result.differences = differences(expected, own)
    result.incomplete = [
        f"{day.edition} {day.day} {dict(day.failed)}"
        for day in ledger(data)
        if not day.complete and day.day < plan.end.date()
    ]
    result.delays = delays(data, START, result.moments[-1 - LATE])
    return result


def run(plan: Plan, site: Site, data: Path, moment: datetime, result: Result) -> None:
    """One run of the crawler at a simulated moment."""
    with urlopen(f"{site.address}/_clock?now={quote(moment.isoformat())}"):
        pass
    before = len(site.requests())
    command = crawl_command(
        data,
        site,
        *("-s", f"KAZTEST_NOW={clock.text(moment)}"),
        *("-s", "KAZCRAWL_RAW_MB=0"),
        *plan.settings,
    )
    done = scrapy(*command)
    result.moments.append(moment)
    result.requests.append(len(site.requests()) - before)
    result.codes[done.returncode] += 1
    if done.returncode not in (0, 4):
        raise AssertionError(f"{moment}: exit code {done.returncode}\n{done.stderr[-3000:]}")


def expectation(
    room: Newsroom, layout: str, records: list[dict[str, Any]], moments: list[datetime]
) -> Iterator[dict[str, Any]]:
    """The records that a crawler must have made of what was published since START.

    An article that changed before a crawler first came has one version, one that was gone by
    then none: when that was, the records themselves say.
    """
    first = {
        row["url"]: max(m for m in moments if m <= clock.parse(row["fetched_at"]))
        for row in records
        if row["revision"] == 1
    }
    before = Newsroom(room.articles, room.seed, room.now, room.days)
    before.moment = datetime(2000, 1, 1, tzinfo=UTC)
    for code in EDITIONS:
        for number in range(room.size(code)):
            if room.published(code, number) < START:
                continue
            now = room.article(code, number)
            seen = first.get(now.url)
            changed_at = room.changed_at(code, number)
            early = seen is None or changed_at <= seen
            if room.is_gone(code, number):
                if seen is not None:
                    original = truth_of(before.article(code, number), layout)
                    yield original
                    yield original | {"revision": 2, "status": "gone"}
                continue
            latest = truth_of(now, layout)
            if early:
                yield latest
                continue
            original = truth_of(before.article(code, number), layout)
            yield original
            if latest["content_hash"] != original["content_hash"]:
                yield latest | {"revision": 2}


def ledger(data: Path) -> list[Any]:
    """The coverage ledger of a data folder."""
    archive = Archive(f"sqlite:///{data / 'archive.sqlite3'}", create=False)
    try:
        return coverage(archive, "kazinform", SITE.clock)
    finally:
        archive.close()


def delays(data: Path, since: datetime, until: datetime) -> list[float]:
    """Minutes from publication to standing in a published feed file, of first revisions."""
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        rows = archive.execute(
            "SELECT date_published, published_at FROM version JOIN batch USING (batch_id)"
            " WHERE revision = 1 AND date_published > ? AND date_published <= ?",
            (clock.text(since), clock.text(until)),
        ).fetchall()
    return [(clock.parse(b) - clock.parse(a)).total_seconds() / 60 for a, b in rows]


def main() -> None:
    """Runs a simulation and prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.simulate")
    parser.add_argument("--days", type=float, default=2)
    parser.add_argument("--every", type=int, default=30, help="minutes between runs")
    parser.add_argument("--a-day", type=int, default=570, help="articles a day, all editions")
    parser.add_argument("--faults", type=float, default=0.0, help="share of answers that fail")
    parser.add_argument("--share", default="", help="KAZCRAWL_REVISIT_SHARE")
    options = parser.parse_args()
    settings = ("-s", f"KAZCRAWL_REVISIT_SHARE={options.share}") if options.share else ()
    plan = Plan(
        days=options.days,
        every=timedelta(minutes=options.every),
        a_day=options.a_day,
        faults=options.faults,
        settings=settings,
    )
    with tempfile.TemporaryDirectory() as folder:
        found = simulate(plan, Path(folder))
    print(json.dumps({"codes": found.codes, "runs": len(found.requests)}))
    print(f"requests: first {found.requests[0]}, then {sum(found.requests[1:])}")
    quiet = sorted(found.requests[1:])
    print(f"requests a run: least {quiet[0]}, median {quiet[len(quiet) // 2]}, most {quiet[-1]}")
    ordered = sorted(found.delays)
    if ordered:
        print(
            f"minutes to a feed file, {len(ordered)} articles: "
            f"median {statistics.median(ordered):.1f}, "
            f"99% {ordered[int(len(ordered) * 0.99)]:.1f}, most {ordered[-1]:.1f}"
        )
    print("incomplete days:", found.incomplete or "none")
    print("differences to the truth:", found.differences or "none")


if __name__ == "__main__":
    main()
