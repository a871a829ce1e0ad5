"""What reading a page takes, beside the parser alone and public extractors on the same page.

python -m benchmarks.extraction [rounds, default 5]

Known layouts are sample pages made as large as real ones (57 KB, or as large as they are), unknown
ones those of KAZTEST_EVAL. Milliseconds of CPU time in one process. All read a page one behind the
other, round by round, and each one's fastest round of a page counts, so that a busy machine does
not; ratios are those of the pages' medians.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from parsel import Selector
from selectolax.lexbor import LexborHTMLParser

from benchmarks.pages import of_real_size, unknown_pages
from benchmarks.plain_spiders import FIELDS
from benchmarks.told import tell
from kazcrawl.crawl.records import UnreadableError, read_page
from kazcrawl.pages import GENERIC, Page
from tests.samples import made, read_article

_UNKNOWN = "https://news.example/2026/11/story/"
_FETCHED = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SIZE = 57_000

Read = Callable[[str, str], object]


def parse(html: str, _url: str) -> object:
    """selectolax's parse alone."""
    return LexborHTMLParser(html)


def css(html: str, _url: str) -> object:
    """The fields as Scrapy's documentation reads them, uncleaned."""
    page = Selector(text=html)
    fields = {name: page.css(f"{selector} ::text").getall() for name, selector in FIELDS.items()}
    return fields, page.css(".article__content p ::text").getall()


def page_object(html: str, url: str) -> object:
    """A layout's page object, all fields."""
    reading = read_article(Page(html, url))
    assert reading is not None
    return reading


def record(html: str, url: str) -> object:
    """The whole record: decoded, read, cleaned, dated, its language checked."""
    try:
        return read_page(html.encode(), url, "text/html; charset=utf-8", _FETCHED)
    except UnreadableError:
        return None


def trafilatura(html: str, url: str, *, is_precise: bool = True) -> object:
    """trafilatura with metadata, as the quality gate calls it or as it is by default."""
    from trafilatura import bare_extraction

    return bare_extraction(
        html, url=url, favor_precision=is_precise, include_comments=False, with_metadata=True
    )


def readability(html: str, _url: str) -> object:
    """readability-lxml: title and main part."""
    from readability import Document

    document = Document(html)
    return document.short_title(), document.summary()


def measure(reads: dict[str, Read], pages: list[tuple[str, str]], rounds: int) -> dict[str, float]:
    """By name the median of the pages' milliseconds."""
    best = {name: [float("inf")] * len(pages) for name in reads}
    for read in reads.values():
        read(*pages[0])
    for _ in range(rounds):
        for number, page in enumerate(pages):
            for name, read in reads.items():
                started = time.process_time()
                read(*page)
                spent = 1000 * (time.process_time() - started)
                best[name][number] = min(best[name][number], spent)
    return {name: statistics.median(spent) for name, spent in best.items()}


def main(rounds: int = 5) -> None:
    """Prints and writes what each takes of the known and the unknown pages, and the ratios."""
    known = [
        (of_real_size(page.html, max(_SIZE, len(page.html))), page.page.url)
        for page in made()
        if page.layout == "g3"
    ]
    assert all(read_article(Page(*page)).layout != GENERIC for page in known)  # type: ignore[union-attr]
    others: dict[str, Read] = {"trafilatura": trafilatura, "readability": readability}
    ours: dict[str, Read] = {"parse": parse, "page object": page_object, "record": record}
    of_known = measure(ours | {"css": css} | others, known, rounds)
    fast: dict[str, Read] = {"trafilatura, fast": partial(trafilatura, is_precise=False)}
    unknown = [(page, _UNKNOWN) for page in unknown_pages(328)]
    of_unknown = measure({"parse": parse, "record": record} | others | fast, unknown, rounds)
    told = {
        "known": {"pages": len(known), "milliseconds": of_known},
        "unknown": {"pages": len(unknown), "milliseconds": of_unknown},
        "page object to parse": of_known["page object"] / of_known["parse"],
        "record to parse": of_known["record"] / of_known["parse"],
        "trafilatura to record": of_known["trafilatura"] / of_known["record"],
        "unknown record to trafilatura": of_unknown["record"] / of_unknown["trafilatura"],
    }
    tell("extraction", told)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
