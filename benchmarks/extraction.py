"""Time to read a page: known layouts, unknown ones, and trafilatura on the same pages.

python -m benchmarks.extraction [rounds]

Milliseconds of CPU time a page, parsing included, in one process; each page's fastest round
counts, so that a busy machine does not.
"""

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.pages import sample_pages, unknown_pages
from kazcrawl.pages import GENERIC, Page
from kazcrawl.sample_site.site import renamed_page
from tests.samples import read_article

URL = "https://www.inform.kz/ru/story-0a1b2c"


def known(html: str) -> None:
    found = read_article(Page(html, URL))
    assert found is not None
    assert found.layout != GENERIC


def unknown(html: str) -> None:
    read_article(Page(html, "https://news.example/2026/11/story/"))


def trafilatura(html: str) -> None:
    from trafilatura import bare_extraction

    bare_extraction(html, favor_precision=True, include_comments=False, with_metadata=True)


def measure(read: Callable[[str], None], pages: list[str], rounds: int) -> list[float]:
    """Milliseconds of CPU time of each page."""
    read(pages[0])
    best = [float("inf")] * len(pages)
    for _ in range(rounds):
        for number, page in enumerate(pages):
            started = time.process_time()
            read(page)
            best[number] = min(best[number], 1000 * (time.process_time() - started))
    return best


def main(rounds: int = 5) -> None:
    samples = list(sample_pages().values())
    strange = list(unknown_pages(328))
    runs: list[tuple[str, Callable[[str], None], list[str]]] = [
        ("known layout, samples", known, samples),
        ("generic, samples renamed", unknown, [renamed_page(page) for page in samples]),
        ("trafilatura, samples", trafilatura, samples),
        ("generic, unknown pages", unknown, strange),
        ("trafilatura, unknown pages", trafilatura, strange),
    ]
    print(f"{'milliseconds a page':28}{'pages':>7}{'median':>9}{'mean':>9}{'95%':>9}{'most':>9}")
    for name, read, pages in runs:
        found = measure(read, pages, rounds)
        figures = (
            statistics.median(found),
            statistics.mean(found),
            statistics.quantiles(found, n=20)[-1],
            max(found),
        )
        print(f"{name:28}{len(pages):>7}" + "".join(f"{one:>9.2f}" for one in figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
