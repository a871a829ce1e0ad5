"""The report of an archive at size, as the command a person waits for.

python -m benchmarks.report [articles, default 1000000] [folder]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.archive import fill


def main(articles: int = 1_000_000, folder: str = "") -> None:
    """Fills an archive unless ``folder`` holds one of an earlier run, and times the command."""
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(folder or temporary)
        path = data / "archive.sqlite3"
        if not path.exists():
            begun = time.perf_counter()
            fill(path, articles)
            print(f"{articles:,} articles in {time.perf_counter() - begun:.0f} s")
        for what in ("first", "again"):
            begun = time.perf_counter()
            run = subprocess.run(
                [sys.executable, "-m", "scrapy", "report", "-s", f"KAZCRAWL_DATA={data}"],
                check=True,
                capture_output=True,
                text=True,
            )
            print(f"{what}: {time.perf_counter() - begun:.1f} s, {run.stdout.strip()}")


if __name__ == "__main__":
    main(*(int(one) if one.isdecimal() else one for one in sys.argv[1:]))  # type: ignore[arg-type]
