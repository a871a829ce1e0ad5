"""Memory of a long crawl: after every 10,000 articles, and at its peak.

python -m benchmarks.memory [articles]
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.support import ROOT, crawl_command, environment, sample_site

_MARK = 10_000


def main(articles: int = 20_000) -> None:
    """Crawls a sample site and prints the process's resident memory as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with sample_site(Path(folder), articles=articles, layout="g3") as site:
            command = crawl_command(data, site, "-a", "since=2012-01-01", "-s", "LOG_LEVEL=WARNING")
            started = time.monotonic()
            with subprocess.Popen(
                [sys.executable, "-m", "scrapy", *command], cwd=ROOT, env=environment()
            ) as process:
                marks: dict[int, int] = {}
                peak = 0
                while process.poll() is None:
                    done = _archived(data) // _MARK * _MARK
                    resident = _resident(process.pid)
                    if resident and done and done not in marks:
                        marks[done] = resident
                    # Its end is its peak as a rule: publishing, the verdict, the report.
                    peak = _resident(process.pid, "VmHWM") or peak
                    time.sleep(0.1)
            seconds = time.monotonic() - started
    for mark, resident in marks.items():
        print(f"{mark:>8} articles archived  {resident / 1024:.1f} MB")
    print(f"    peak                     {peak / 1024:.1f} MB")
    print(f"exit code {process.returncode}, {articles / seconds:.0f} articles/s")


def _archived(data: Path) -> int:
    """Articles in the archive: each is one version in a first crawl."""
    path = data / "archive.sqlite3"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)) as archive:
        try:
            (newest,) = archive.execute("SELECT max(seq) FROM version").fetchone()
        except sqlite3.OperationalError:  # its tables are being made
            return 0
    return newest or 0


def _resident(process: int, name: str = "VmRSS") -> int | None:
    """Kilobytes of resident memory, now or (``VmHWM``) at most; None for a process that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    lines = [row.split() for row in status.splitlines() if row.startswith(name)]
    return int(lines[0][1]) if lines else None


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
