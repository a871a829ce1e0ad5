"""Reading stored pages again: on one core and on all, and by an older kazcrawl beside it.

python -m benchmarks.reparse [pages, default 1000] [rounds, default 3] [folder of a clone]

The pages are sample pages of the newest layout made as large as real ones. Pages a second are
counted with the command's start; the published records are compared: all must be the same.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import of_real_size
from benchmarks.told import tell
from kazcrawl.archive import Archive
from kazcrawl.raw import RawPage, RawWriter
from kazcrawl.sites.registry import site_of
from tests.samples import made
from tests.support import ROOT, environment, feed_records


def write_pages(folder: Path, number: int) -> None:
    """So many raw pages, each of an address of its own."""
    pages = [
        (of_real_size(sample.html), sample.page.url) for sample in made() if sample.layout == "g3"
    ]
    writer = RawWriter(folder, "benchmark")
    for n in range(number):
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


def reparse(data: Path, root: Path, cores: set[int]) -> tuple[float, str]:
    """Wall seconds of reading all pages into an empty archive, and a digest of what came out."""
    for path in data.glob("archive.sqlite3*"):
        path.unlink()
    shutil.rmtree(data / "feeds", ignore_errors=True)
    Archive(f"sqlite:///{data / 'archive.sqlite3'}").close()
    began = time.perf_counter()
    subprocess.run(
        [root / ".venv/bin/python", "-m", "scrapy", "reparse", "-s", f"KAZCRAWL_DATA={data}"],
        cwd=root,
        env=environment() | {"PYTHONPATH": str(root)},
        check=True,
        timeout=600,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    seconds = time.perf_counter() - began
    records = [
        {name: value for name, value in row.items() if name not in ("fetched_at", "crawl_id")}
        for row in feed_records(data)
    ]
    return seconds, hashlib.sha256(json.dumps(records).encode()).hexdigest()


def main(pages: int = 1000, rounds: int = 3, clone: str = "") -> None:
    every = os.sched_getaffinity(0)
    runs = {"one core": (ROOT, {min(every)}), f"{len(every)} cores": (ROOT, every)}
    if clone:
        runs["older"] = (Path(clone), every)
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary)
        write_pages(data / "raw", pages)
        costs: dict[str, list[float]] = {name: [] for name in runs}
        digests = set()
        for _ in range(rounds):
            for name, (root, cores) in runs.items():
                seconds, digest = reparse(data, root, cores)
                costs[name].append(seconds)
                digests.add(digest)
    assert len(digests) == 1, "not the same records"
    tell("reparse", {name: {"pages_per_second": pages / min(row)} for name, row in costs.items()})


if __name__ == "__main__":
    main(*(int(word) if word.isdecimal() else word for word in sys.argv[1:]))  # type: ignore[arg-type]
