"""A whole crawl beside plain and tuned Scrapy, round after round, and beside an older kazcrawl.

python -m benchmarks.crawl [articles, default 3000] [rounds, default 3] [folder of a clone]

All on the same terms: 16 requests at once, no delay, pages of 57 KB from a server in memory.
kazcrawl otherwise on its defaults, raw pages and robots.txt among them; the others have the
addresses given and write one file. Seconds are of wall clock and of CPU in all processes, the
server's not counted; the clone has a virtual environment of its own (``make setup``).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import newsroom
from benchmarks.told import tell
from tests.support import ROOT, environment

_TERMS = (
    *("-s", "CONCURRENT_REQUESTS=16", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"),
    *("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"),
)


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


def run(command: list[str], cwd: Path, **variables: str) -> tuple[float, float]:
    """Seconds of wall clock and of CPU that a command takes."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment() | {"PYTHONPATH": str(cwd)} | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def kazcrawl(folder: Path, site: str, root: Path) -> tuple[float, float]:
    """A first crawl of an empty archive by the kazcrawl of a folder."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    python = root / ".venv/bin/python"
    command = [
        *(str(python), "-m", "scrapy", "crawl", "kazinform", *_TERMS),
        *("-a", "editions=ru", "-a", "since=2012-01-01"),
        *("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZCRAWL_CONNECT_TO={site}"),
    ]
    return run(command, root)


def spider(name: str, folder: Path, site: str) -> tuple[float, float]:
    """A crawl by one of the spiders beside."""
    code = (
        "import sys; from scrapy.crawler import AsyncCrawlerProcess as P; "
        "from benchmarks import plain_spiders as s; site, urls, out, name = sys.argv[1:]; "
        "p = P({'FEEDS': {out: {'format': 'jsonl'}}, 'CONCURRENT_REQUESTS': 16, "
        "'CONCURRENT_REQUESTS_PER_DOMAIN': 16, 'DOWNLOAD_DELAY': 0, "
        "'LOG_FILE': out + '.log'}); p.crawl(getattr(s, name), site=site, urls=urls); p.start()"
    )
    out = folder / f"{name}.jsonl"
    out.unlink(missing_ok=True)
    urls = str(folder / "urls")
    return run([sys.executable, "-c", code, site, urls, str(out), name], ROOT)


def main(articles: int = 3000, rounds: int = 3, clone: str = "") -> None:
    """Prints and writes each one's best round, as articles a second and CPU seconds a thousand."""
    with tempfile.TemporaryDirectory() as temporary, server(articles) as site:
        folder = Path(temporary)
        room = newsroom(articles)
        urls = [room.article("ru", number).url for number in range(room.sizes["ru"])]
        (folder / "urls").write_text("\n".join(urls))
        runs = {
            "plain": lambda: spider("Plain", folder, site),
            "tuned": lambda: spider("Tuned", folder, site),
            "kazcrawl": lambda: kazcrawl(folder, site, ROOT),
        }
        if clone:
            runs["older"] = lambda: kazcrawl(folder, site, Path(clone))
        runs["kazcrawl"]()  # the server makes its pages
        costs: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, work in runs.items():
                costs[name].append(work())
    table = {
        name: {
            "articles_per_second": len(urls) / min(wall for wall, _ in rows),
            "cpu_seconds_per_1000": 1000 * min(cpu for _, cpu in rows) / len(urls),
        }
        for name, rows in costs.items()
    }
    plain = table["plain"]
    for row in table.values():
        row["rate_to_plain"] = row["articles_per_second"] / plain["articles_per_second"]
        row["cpu_to_plain"] = row["cpu_seconds_per_1000"] / plain["cpu_seconds_per_1000"]
    tell("crawl", {"articles": len(urls), "rounds": rounds, "of": table})


if __name__ == "__main__":
    main(*(int(word) if word.isdecimal() else word for word in sys.argv[1:]))  # type: ignore[arg-type]
