"""A whole crawl beside plain and tuned Scrapy, round after round, and beside an older kazcrawl.

python -m benchmarks.crawl [--pages 3000] [--rounds 3] [--cores 2] [--minutes 15] [--older FOLDER]

All on the same terms: 16 requests at once, no delay, pages of 57 KB from a server in memory.
kazcrawl otherwise on its defaults, raw pages and robots.txt among them; the others have the
addresses given and write one file. Seconds are of wall clock and of CPU in all processes, the
server's not counted. A machine that others use makes both longer: the ratios are medians of each
round's own. No round begins behind ``--minutes``. The clone has a virtual environment of its own
(``make setup``).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.costs import Cost, cost_of
from benchmarks.server import newsroom
from benchmarks.told import tell
from tests.support import ROOT, feed_records

_TERMS = (
    *("-s", "CONCURRENT_REQUESTS=16", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"),
    *("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
)
# Seconds that a crawl may take: its start and a tenth of a second an article.
_START, _AN_ARTICLE = 60, 0.1
_SPIDER = """
import sys
from scrapy.crawler import AsyncCrawlerProcess
from benchmarks import plain_spiders
site, urls, out, name = sys.argv[1:]
process = AsyncCrawlerProcess({
    "FEEDS": {out: {"format": "jsonl"}}, "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0, "LOG_FILE": out + ".log",
})
process.crawl(getattr(plain_spiders, name), site=site, urls=urls)
process.start()
"""


@contextmanager
def server(articles: int) -> Iterator[str]:
    """The server of the pages, in a process of its own; gives its address."""
    command = [sys.executable, "-m", "benchmarks.server", str(articles)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


class Bench:
    """Crawls of one server's pages, each on so many cores; what did not bring all is an error."""

    def __init__(self, folder: Path, site: str, articles: int, cores: int) -> None:
        self.folder, self.site = folder, site
        self.cores = set(sorted(os.sched_getaffinity(0))[:cores])
        room = newsroom(articles)
        self.urls = [room.article("ru", number).url for number in range(room.sizes["ru"])]
        (folder / "urls").write_text("\n".join(self.urls))

    def kazcrawl(self, root: Path) -> Cost:
        """A first crawl of an empty archive by the kazcrawl of a folder."""
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        command = [
            *(str(root / ".venv/bin/python"), "-m", "scrapy", "crawl", "kazinform", *_TERMS),
            *("-a", "editions=ru", "-a", "since=2012-01-01"),
            *("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZCRAWL_CONNECT_TO={self.site}"),
        ]
        cost = self._run(command, root)
        self._check("kazcrawl", len(feed_records(data)))
        return cost

    def spider(self, name: str) -> Cost:
        """A crawl by one of the spiders beside."""
        out = self.folder / f"{name}.jsonl"
        out.unlink(missing_ok=True)
        urls = str(self.folder / "urls")
        cost = self._run([sys.executable, "-c", _SPIDER, self.site, urls, str(out), name], ROOT)
        self._check(name, len(out.read_bytes().splitlines()))
        return cost

    def _run(self, command: list[str], root: Path) -> Cost:
        return cost_of(command, root, self.cores, _START + _AN_ARTICLE * len(self.urls))

    def _check(self, name: str, records: int) -> None:
        # A few addresses of the site lead nowhere.
        if records < 0.99 * len(self.urls):
            raise SystemExit(f"{name} brought {records} of {len(self.urls)} articles")


def table(costs: dict[str, list[Cost]], articles: int) -> dict[str, dict[str, float]]:
    """Each one's best round, and the median of its rounds' ratios to plain Scrapy's."""
    return {
        name: {
            "articles_per_second": articles / min(row.wall for row in rows),
            "cpu_seconds_per_1000": 1000 * min(row.cpu for row in rows) / articles,
            "rate_to_plain": median(
                plain.wall / row.wall for row, plain in zip(rows, costs["plain"], strict=True)
            ),
            "cpu_to_plain": median(
                row.cpu / plain.cpu for row, plain in zip(rows, costs["plain"], strict=True)
            ),
        }
        for name, rows in costs.items()
    }


def main() -> None:
    """Prints and writes each one's articles a second and CPU seconds a thousand articles."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--older", type=Path, help="the folder of a clone to measure beside")
    options = parser.parse_args()
    ends = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory() as temporary, server(options.pages) as site:
        bench = Bench(Path(temporary), site, options.pages, options.cores)
        runs: dict[str, Callable[[], Cost]] = {
            "plain": lambda: bench.spider("Plain"),
            "tuned": lambda: bench.spider("Tuned"),
            "kazcrawl": lambda: bench.kazcrawl(ROOT),
        }
        if options.older:
            runs["older"] = lambda: bench.kazcrawl(options.older.resolve())
        runs["kazcrawl"]()  # the server makes its pages
        costs: dict[str, list[Cost]] = {name: [] for name in runs}
        rounds = 0
        while rounds < options.rounds and (not rounds or time.monotonic() < ends):
            rounds += 1
            for name, work in runs.items():
                cost = work()
                costs[name].append(cost)
                said = f"{name} {cost.wall:.1f} s, {cost.cpu:.1f} of CPU"
                print(f"round {rounds}, load {os.getloadavg()[0]:.1f}: {said}", file=sys.stderr)
    articles = len(bench.urls)
    told = {"articles": articles, "rounds": rounds, "cores": len(bench.cores)}
    tell("crawl", told | {"of": table(costs, articles)})


if __name__ == "__main__":
    main()
