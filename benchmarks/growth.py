"""What a quiet run and the commands of every day cost as the archive grows.

python -m benchmarks.growth [articles ...; default 10000 100000] [clone=FOLDER] [rounds=3]

The sample site is crawled once; beneath that crawl archives of any size are filled (see
``big_archive``). Each command's least CPU seconds, wall seconds and greatest memory are told, and
the exponent of its CPU seconds between the smallest archive and the largest: 0 is flat, 1 grows
with it. A million articles take 3 GB and a few minutes to be made, in KAZTEST_BIG if that is set,
where they are kept. A command that takes longer than five minutes is an error.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path
from threading import Timer

from benchmarks.big_archive import fill_apart
from benchmarks.told import tell
from tests.support import ROOT, Site, crawl, environment, sample_site

_BEGIN, _HOUR = "2026-11-23T12:00:00Z", "2026-11-23T13:{:02}:00Z"
# Seconds that a command may take.
_LIMIT = 300
_COMMANDS = ("quiet run", "status", "coverage")


@contextmanager
def archives(sizes: list[int]) -> Iterator[tuple[Site, dict[int, Path]]]:
    """The running sample site, and data folders with archives of these sizes."""
    kept = os.environ.get("KAZTEST_BIG")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(kept or temporary)
        with sample_site(folder / "site", articles=1000, layout="g3", days=30) as site:
            own = folder / "own"
            if not own.exists():
                run = crawl(own, site, "-a", "editions=ru,kk", KAZTEST_NOW=_BEGIN)
                assert run.returncode == 0, run.stderr
            folders = {size: folder / str(size) for size in sizes}
            for size, data in folders.items():
                if not data.exists():
                    shutil.copytree(own, data)
                    fill_apart(data, size)
            yield site, folders


def cost(command: str, data: Path, site: Site, root: Path, minute: int) -> tuple[float, ...]:
    """CPU seconds, wall seconds and megabytes of a command on a data folder."""
    arguments, variables = [command], {}
    if command == "quiet run":
        arguments = [
            *("crawl", "kazinform", "-a", "editions=ru"),
            *("-s", "AUTOTHROTTLE_ENABLED=0", "-s", "AUTOTHROTTLE_START_DELAY=0.02"),
            *("-s", f"KAZCRAWL_CONNECT_TO={site.address}"),
        ]
        variables = {"KAZTEST_NOW": _HOUR.format(minute)}
    elif command == "coverage":
        arguments = [command, "--since", "2026-11-01"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [root / ".venv/bin/python", "-m", "scrapy", *arguments, "-s", f"KAZCRAWL_DATA={data}"],
        cwd=root,
        env=environment() | {"PYTHONPATH": str(root)} | variables,
        stdout=subprocess.DEVNULL,
    )
    limit = Timer(_LIMIT, process.kill)
    limit.start()
    _, status, usage = os.wait4(process.pid, 0)
    limit.cancel()
    assert os.waitstatus_to_exitcode(status) == 0, arguments
    wall = time.perf_counter() - began
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def main(*words: str) -> None:
    """Measures this program, and a clone of an older one beside it if there is one."""
    options = dict(word.split("=") for word in words if "=" in word)
    sizes = [int(word) for word in words if "=" not in word] or [10_000, 100_000]
    roots = {"this": ROOT} | ({"clone": Path(options["clone"])} if "clone" in options else {})
    costs: dict[tuple[str, str, int], list[tuple[float, ...]]] = {}
    with archives(sizes) as (site, folders):
        for minute in range(int(options.get("rounds", 3))):
            for command in _COMMANDS:
                for size, data in folders.items():
                    for name, root in roots.items():
                        row = cost(command, data, site, root, minute)
                        costs.setdefault((name, command, size), []).append(row)
    results: dict[str, object] = {}
    for name in roots:
        for command in _COMMANDS:
            by_size = {size: costs[name, command, size] for size in sizes}
            least = {size: min(row[0] for row in rows) for size, rows in by_size.items()}
            growth = log(least[sizes[-1]] / least[sizes[0]]) / log(sizes[-1] / sizes[0])
            results[f"{name}: {command}"] = {
                "cpu_seconds": {str(size): seconds for size, seconds in least.items()},
                "wall_seconds": {
                    str(size): min(row[1] for row in rows) for size, rows in by_size.items()
                },
                "megabytes": {
                    str(size): max(row[2] for row in rows) for size, rows in by_size.items()
                },
                "exponent": growth if len(sizes) > 1 else 0.0,
            }
    tell("growth", results)


if __name__ == "__main__":
    main(*sys.argv[1:])
