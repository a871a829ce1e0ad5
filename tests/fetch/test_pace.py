"""How a server's wishes and refusals bound the asking of it, in this run and in the next."""

import asyncio
import time
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from kazcrawl.archive.servers import closed_servers
from kazcrawl.fetch.pace import Pace
from kazcrawl.spiders.kazinform import KazinformSpider
from tests.crawl.bed import Bed

OURS, BESIDE = (Request(f"https://{host}.inform.kz/news/a-0a1b2c/") for host in ("ar", "kaz"))


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bed:
    return Bed(tmp_path, monkeypatch)


@pytest.fixture
def pace(bed: Bed) -> Pace:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(bed.folder)})
    crawler.spider = KazinformSpider.from_crawler(crawler, editions="ar")
    crawler.spider.context = bed.context
    return Pace(crawler)


def answered(pace: Pace, status: int, request: Request = OURS, **headers: str) -> None:
    pace.process_response(request, Response(request.url, status, headers=headers))


@pytest.mark.parametrize(("status", "is_closed"), [(429, True), (503, True), (500, False)])
def test_a_long_retry_after_closes_the_server_for_this_run_and_the_next(
    bed: Bed, pace: Pace, status: int, is_closed: bool
) -> None:
    answered(pace, status, **{"Retry-After": "3600"})
    assert (pace.gate(OURS).closed is not None) == is_closed
    assert bool(closed_servers(bed.context.archive)) == is_closed


def test_a_host_that_gave_a_page_since_is_none_of_those_that_refuse(bed: Bed, pace: Pace) -> None:
    pace.refused(OURS, "403")
    pace.welcomed(OURS)
    for _ in range(5):
        pace.refused(BESIDE, "403")
    assert pace.gate(OURS) is pace.gate(BESIDE), "one server"
    assert list(closed_servers(bed.context.archive)) == ["kaz.inform.kz"]


def test_what_is_asked_beside_the_news_slows_nothing_down(pace: Pace) -> None:
    beside = OURS.replace(meta={"kazcrawl_beside": True})
    for _ in range(5):
        answered(pace, 403, beside)
    assert (pace.gate(OURS).delay, pace.gate(OURS).closed) == (0.0, None)


def test_ten_requests_without_an_answer_must_come_in_a_row(pace: Pace) -> None:
    for _ in range(9):
        pace.process_exception(OURS, DownloadTimeoutError())
    answered(pace, 200)
    for _ in range(9):
        pace.process_exception(OURS, DownloadTimeoutError())
    assert pace.crawler.stats is not None
    assert pace.crawler.stats.get_value("pace/silent") is None
    pace.process_exception(OURS, DownloadTimeoutError())
    assert pace.crawler.stats.get_value("pace/silent") == 1


def test_a_crawl_delay_of_minutes_is_taken_for_half_a_minute(pace: Pace) -> None:
    pace.crawl_delay(OURS, 600.0)
    assert pace.gate(OURS).delay == 30.0
    pace.welcomed(OURS)
    assert pace.gate(OURS).delay == 30.0


def test_a_server_that_rested_is_not_asked_in_a_burst_for_that(pace: Pace) -> None:
    pace.gate(OURS).delay = 1_000.0
    asyncio.run(pace.process_request(OURS))
    assert pace.gate(OURS).opens_at > time.monotonic() + 900


def test_a_small_crawl_delay_makes_nobody_faster_who_was_slowed_down(pace: Pace) -> None:
    for _ in range(3):
        pace.refused(OURS, "403")
    slowed = pace.gate(OURS).delay
    pace.crawl_delay(OURS, slowed / 4)
    assert pace.gate(OURS).delay == slowed
    for _ in range(9):
        pace.welcomed(OURS)
    assert pace.gate(OURS).delay == slowed / 4


@pytest.mark.parametrize(("seconds", "is_closed"), [(60, False), (61, True)])
def test_a_minutes_patience_is_had(pace: Pace, seconds: int, *, is_closed: bool) -> None:
    answered(pace, 429, **{"Retry-After": str(seconds)})
    gate = pace.gate(OURS)
    assert (gate.closed is not None) == is_closed
    assert (gate.opens_at > time.monotonic() + 50) == (not is_closed)
