"""One page, read as a run would read it, and nothing archived."""

import logging

import pytest
from scrapy.http import Response

from kazcrawl.crawl.page_spider import PageSpider
from tests.crawl import bed as pages
from tests.crawl.bed import link


def answered(body: str, headers: dict[str, str]) -> Response:
    return Response(link("new"), body=body.encode("cp1251"), headers=headers)


def test_a_page_gives_its_record_in_the_encoding_that_it_came_with() -> None:
    body = pages.article().replace("<body>", "<body><!-- ё -->")
    header = {"Content-Type": "text/html; charset=windows-1251"}
    (record,) = PageSpider("kazinform").parse(answered(body, header))
    assert (record["url"], record["layout"]) == (link("new"), "g3")
    assert record["headline"]
    assert record["fetched_at"]


def test_a_page_that_gives_none_is_told_with_its_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert list(PageSpider("kazinform").parse(answered("<p>Nothing.", {}))) == []
    assert caplog.messages[0].startswith(f"{link('new')}: ")
