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
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path

from benchmarks.big_archive import fill_apart
from benchmarks.costs import Use, use_of
from benchmarks.told import tell
from tests.support import ROOT, Site, crawl, sample_site

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


def cost(command: str, data: Path, site: Site, root: Path, minute: int) -> Use:
    """What a command on a data folder takes."""
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
    arguments = ["-m", "scrapy", *arguments, "-s", f"KAZCRAWL_DATA={data}"]
    return use_of(arguments, root, _LIMIT, **variables)


def main(*words: str) -> None:
    """Measures this program, and a clone of an older one beside it if there is one."""
    options = dict(word.split("=") for word in words if "=" in word)
    sizes = [int(word) for word in words if "=" not in word] or [10_000, 100_000]
    roots = {"this": ROOT} | ({"clone": Path(options["clone"])} if "clone" in options else {})
    costs: dict[tuple[str, str, int], list[Use]] = {}
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
            least = {size: min(use.cpu for use in rows) for size, rows in by_size.items()}
            smallest, largest = sizes[0], sizes[-1]
            grown, times = least[largest] / least[smallest], largest / smallest
            results[f"{name}: {command}"] = {
                "cpu_seconds": {str(size): seconds for size, seconds in least.items()},
                "wall_seconds": {
                    str(size): min(use.wall for use in rows) for size, rows in by_size.items()
                },
                "megabytes": {
                    str(size): max(use.megabytes for use in rows) for size, rows in by_size.items()
                },
                "exponent": log(grown) / log(times) if times != 1 else 0.0,
            }
    tell("growth", results)


if __name__ == "__main__":
    main(*sys.argv[1:])
