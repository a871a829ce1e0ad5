"""Memory of one process that reads many pages of unknown layout.

python -m benchmarks.generic_memory [pages]
"""

import gc
import sys
from pathlib import Path

from benchmarks.pages import unknown_pages
from kazcrawl.pages import Page
from tests.samples import read_article

FIRST = 500
"""Pages until everything that is kept for good is there."""


def resident() -> float:
    """Megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in lines if row.startswith("VmRSS")) / 1024


def growth(pages: int, first: int = FIRST, step: int = FIRST) -> list[tuple[int, float]]:
    """Pages read and megabytes then, from ``first`` pages on."""
    marks: list[tuple[int, float]] = []
    for number, html in enumerate(unknown_pages(pages), 1):
        read_article(Page(html, f"https://news.example/2026/11/story-{number}/"))
        if number >= first and (number - first) % step == 0:
            gc.collect()
            marks.append((number, resident()))
    return marks


def main(pages: int = 5000) -> None:
    marks = growth(pages)
    for number, megabytes in marks:
        print(f"{number:>8} pages  {megabytes:.1f} MB", flush=True)
    print(f"grew by {marks[-1][1] - marks[0][1]:.1f} MB after the first {marks[0][0]}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
