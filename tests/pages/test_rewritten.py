"""A page gives the same record in whatever HTML its words and elements are written."""

import json
from functools import cache
from random import Random
from typing import Any

import pytest

from kazcrawl.crawl.records import read_page
from kazcrawl.pages.decoding import decode
from tests.pages.rewritten import REWRITINGS
from tests.pages.test_cases import CASES
from tests.samples import ARTICLES, FETCHED

PAGES = {
    **{sample.name: (sample.html, sample.page.url) for sample in ARTICLES},
    **{
        row["id"]: (decode((CASES / "text" / f"{row['id']}.html").read_bytes()), row["url"])
        for row in map(json.loads, (CASES / "text.jsonl").read_text("utf-8").splitlines())
    },
}


@cache
def _record(name: str) -> dict[str, Any]:
    return _read(*PAGES[name])


def _read(html: str, url: str) -> dict[str, Any]:
    return read_page(html.encode(), url, "text/html; charset=utf-8", FETCHED)


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_a_page_gives_the_same_record_however_it_is_written(rewriting: str) -> None:
    differing = {}
    for name, (html, url) in PAGES.items():
        record = _read(REWRITINGS[rewriting](html, Random(name)), url)
        if record != _record(name):
            differing[name] = {
                key: (value, record[key])
                for key, value in _record(name).items()
                if record[key] != value
            }
    assert not differing
