"""Reading stored pages again: on one core and on all, and by an older kazcrawl beside it.

python -m benchmarks.reparse [pages, default 1000] [rounds, default 3] [folder of a clone]

The pages are sample pages of the newest layout made as large as real ones. Pages and CPU seconds
are counted with the command's start; the published records are compared: all must be the same.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.costs import Cost, cost_of
from benchmarks.pages import of_real_size
from benchmarks.told import tell
from kazcrawl.raw import RawPage, RawWriter
from kazcrawl.sites.registry import site_of
from tests.samples import made
from tests.support import ROOT, feed_records

_RUNS = 20
# Seconds that a command may take.
_LIMIT = 600


def write_pages(folder: Path, number: int) -> None:
    """So many raw pages, each of an address of its own, as twenty runs kept them: a file each."""
    pages = [
        (of_real_size(sample.html), sample.page.url) for sample in made() if sample.layout == "g3"
    ]
    writer = RawWriter(folder, "run-0")
    for n in range(number):
        if n and n % -(-number // _RUNS) == 0:
            writer.close()
            writer = RawWriter(folder, f"run-{n}")
        html, url = pages[n % len(pages)]
        edition = site_of(url).addresses.edition_of(url)
        assert edition is not None
        own = f"{url.rpartition('-')[0]}-w{n}-{n:06x}"
        writer.write(
            RawPage(
                url=own,
                asked=own,
                fetched_at="2026-11-23T12:00:00Z",
                source="kazinform",
                edition=edition.code,
                content_type="text/html; charset=utf-8",
                body=html.replace(url, own).encode(),
            )
        )
    writer.close()


def reparse(raw: Path, data: Path, root: Path, cores: set[int]) -> tuple[Cost, str]:
    """What reading all pages into an empty archive takes, and a digest of what came out."""
    shutil.copytree(raw, data / "raw", copy_function=os.link)
    python = str(root / ".venv/bin/python")
    # By the program that is measured: an older one opens no newer archive.
    made = f"from kazcrawl.archive import Archive; Archive({f'sqlite:///{data}/archive.sqlite3'!r})"
    cost_of([python, "-c", made], root, cores, _LIMIT)
    command = [python, "-m", "scrapy", "reparse", "-s", f"KAZCRAWL_DATA={data}"]
    cost = cost_of(command, root, cores, _LIMIT)
    records = [
        {name: value for name, value in row.items() if name not in ("fetched_at", "crawl_id")}
        for row in feed_records(data)
    ]
    return cost, hashlib.sha256(json.dumps(records).encode()).hexdigest()


def main(pages: int = 1000, rounds: int = 3, clone: str = "") -> None:
    every = os.sched_getaffinity(0)
    runs = {"one core": (ROOT, {min(every)}), f"{len(every)} cores": (ROOT, every)}
    if clone:
        runs["older"] = (Path(clone), every)
    with tempfile.TemporaryDirectory() as temporary:
        raw = Path(temporary) / "raw"
        write_pages(raw, pages)
        costs: dict[str, list[Cost]] = {name: [] for name in runs}
        digests = set()
        for number in range(rounds):
            for name, (root, cores) in runs.items():
                data = Path(temporary) / f"{name} {number}"
                cost, digest = reparse(raw, data, root, cores)
                costs[name].append(cost)
                digests.add(digest)
    assert len(digests) == 1, "not the same records"
    table = {
        name: {
            "pages_per_second": pages / min(row.wall for row in rows),
            "cpu_seconds_per_1000": 1000 * min(row.cpu for row in rows) / pages,
        }
        for name, rows in costs.items()
    }
    tell("reparse", {"pages": pages, "rounds": rounds, "of": table})


if __name__ == "__main__":
    main(*(int(word) if word.isdecimal() else word for word in sys.argv[1:]))  # type: ignore[arg-type]
