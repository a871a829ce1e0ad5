"""The archive at size: opening it, "known?" for a listing page, its share of a crawl's CPU.

python -m benchmarks.archive [articles, default 5000000] [folder]
"""

import hashlib
import pstats
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.codec import pack
from kazcrawl.record import FIELDS, line


def fill(path: Path, articles: int) -> None:
    """An archive of that many articles, with bodies of 300 characters."""
    Archive(f"sqlite:///{path}").close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous=OFF")
    for start in range(0, articles, 50_000):
        rows = [_rows(number) for number in range(start, min(start + 50_000, articles))]
        database.executemany(
            "INSERT INTO version (url_hash, revision, source, edition, status, content_hash, "
            "layout, date_published, fetched_at, crawl_id, codec, body, batch_id) VALUES "
            "(?, 1, 'kazinform', 'ru', 'usable', ?, 'g3', ?, ?, 'c1', ?, ?, 1)",
            [row[0] for row in rows],
        )
        database.executemany(
            "INSERT INTO head VALUES (?, ?, 1, 'usable', ?, ?, 0)", [row[1] for row in rows]
        )
        database.commit()
    database.close()


def name_of(number: int) -> str:
    """The URL hash of an article of the benchmark."""
    return hashlib.sha256(f"https://www.inform.kz/ru/article-{number}".encode()).hexdigest()[:32]


def _rows(number: int) -> tuple[tuple[object, ...], tuple[object, ...]]:
    name, content = name_of(number), f"{number:032x}"
    date = f"20{10 + number % 16}-0{1 + number % 9}-1{number % 10}T00:00:00Z"
    body = "".join(random.Random(number).choices("абвгдежзиклмнопрст ", k=300))
    record = dict.fromkeys(FIELDS) | {"id": name, "article_body": body, "revision": 1}
    codec, packed = pack(line(record))
    return (name, content, date, date, codec, packed), (name, content, date, date)


def measure(path: Path, articles: int) -> None:
    """Prints opening and "known?" in milliseconds: median and 99th percentile."""
    started = time.perf_counter()
    archive = Archive(f"sqlite:///{path}", create=False)
    archive.known([name_of(0)])
    print(f"opening and a first look: {(time.perf_counter() - started) * 1000:.1f} ms")
    rng = random.Random(7)
    for what, spread in (("known", articles), ("half of them new", articles * 2)):
        times = []
        for _ in range(2000):
            asked = [name_of(rng.randrange(spread)) for _ in range(24)]
            begun = time.perf_counter()
            archive.known(asked)
            times.append((time.perf_counter() - begun) * 1000)
        times.sort()
        print(
            f"known? for 24 addresses, {what}: median {statistics.median(times):.3f} ms, "
            f"99% {times[int(len(times) * 0.99)]:.3f} ms"
        )
    archive.close()


def share_of_crawl() -> None:
    """Prints the archive's share of a crawl's CPU time, by the profiler."""
    from tests.support import crawl, sample_site

    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        with sample_site(Path(folder), articles=1000, layout="g3") as site:
            run = crawl(Path(folder) / "data", site, "--profile", str(profile))
        assert run.returncode == 0, run.stderr
        stats = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]
        total = sum(row[2] for row in stats.values())
        idle = sum(row[2] for key, row in stats.items() if "poll" in key[2])
        own = sum(
            row[3]
            for key, row in stats.items()
            if key[0].endswith("archive/store.py") and key[2] in ("add", "known", "recent")
        )
        print(f"archive: {own:.2f} s of {total - idle:.2f} s CPU, {own / (total - idle):.1%}")


def main(articles: int = 5_000_000, folder: str = "") -> None:
    """Fills an archive unless ``folder`` holds one of an earlier run, and measures it."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(folder or temporary) / "archive.sqlite3"
        if not path.exists():
            begun = time.perf_counter()
            fill(path, articles)
            size = path.stat().st_size / 1e9
            print(f"{articles:,} articles in {time.perf_counter() - begun:.0f} s, {size:.2f} GB")
        measure(path, articles)
    share_of_crawl()


if __name__ == "__main__":
    main(*(int(one) if one.isdecimal() else one for one in sys.argv[1:]))  # type: ignore[arg-type]
