"""The pages that the benchmarks of reading run on."""

import gzip
import os
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from kazcrawl.sample_site.site import renamed_page
from tests.samples import made


def sample_pages() -> dict[str, str]:
    """The sample pages by name: a layout and an edition each."""
    return {page.name: page.html for page in made()}


def unknown_pages(number: int) -> Iterator[str]:
    """So many pages of unknown layout, no two alike: the eval pages over and over.

    Without KAZTEST_EVAL they are the samples with every class and id renamed.
    """
    folder = os.environ.get("KAZTEST_EVAL")
    if folder:
        files = sorted((Path(folder) / "html").glob("*.html.gz"))
        pages = [gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in files]
    else:
        pages = [renamed_page(page) for page in sample_pages().values()]
    return (_another(pages[n % len(pages)], n) for n in islice(count(), number))


def _another(page: str, n: int) -> str:
    """The page with a sign of its own in every sentence: what a cache holds never fits."""
    return re.sub(r"(?<=[a-zа-я])\. ", f" {n}. ", page)
