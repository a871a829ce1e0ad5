"""Who reads a crawl's articles: the outcome is the same, and small crawls start nobody."""

import asyncio
import os
from dataclasses import replace

import pytest
from scrapy.http import HtmlResponse, Request, Response

from kazcrawl.crawl import readers
from kazcrawl.crawl.readers import Readers
from kazcrawl.crawl.reading import Answer, ReadAnswer
from kazcrawl.disk import workers
from kazcrawl.items import NEW, Found
from kazcrawl.raw.packing import packed_answer
from tests.crawl.bed import Bed
from tests.samples import ARTICLES
from tests.support import readers_of

OURS = [sample for sample in ARTICLES if sample.site == "kazinform"]


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "cores", lambda: 2)


def page(url: str, body: bytes, edition: str = "ru") -> tuple[Response, Found]:
    """An answer, and what was asked for."""
    headers = {"ETag": '"tag"', "Content-Type": "text/html; charset=utf-8"}
    response = HtmlResponse(url, body=body, headers=headers, request=Request(url))  # type: ignore[arg-type]
    return response, Found("0" * 32, url, edition)


def read(bed: Bed, pages: list[tuple[Response, Found]]) -> tuple[list[ReadAnswer], int]:
    """What each page is by the readers of a run, and how many processes there were at the end."""

    async def everything() -> tuple[list[ReadAnswer], int]:
        own = Readers(bed.context)
        try:
            answers = [own.answer(response, found, NEW) for response, found in pages]
            outcomes = [await own.read(answer) for answer in answers]
            while own.is_beginning:
                await asyncio.sleep(0.05)
            return outcomes, len(readers_of(os.getpid()))
        finally:
            own.close()

    return asyncio.run(everything())


def test_other_processes_read_every_layout_as_this_one_does(bed: Bed) -> None:
    pages = [
        page(sample.wanted["url"], sample.content, sample.wanted["edition"]) for sample in OURS
    ]
    pages += [page("https://www.inform.kz/x", b"<p>No article.", "ru"), page("https://x.kz", b" ")]
    bed.open(KAZCRAWL_READERS="2")
    there, processes = read(bed, pages)
    bed.open(KAZCRAWL_READERS="0")
    here, nobody = read(bed, pages)
    assert (processes, nobody) == (2, 0)
    for outcome in (*there, *here):
        if outcome.fetched:
            outcome.fetched.article.crawl_id = None
    assert [replace(outcome, record=None) for outcome in there] == here
    assert sum(outcome.fetched is not None for outcome in here) == len(OURS)


def test_a_page_is_packed_for_the_raw_pages_where_it_is_read(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB="1", KAZCRAWL_READERS="1")
    response, found = page(OURS[0].wanted["url"], OURS[0].content)
    ((outcome,), _) = read(bed, [(response, found)])
    answer = Readers(bed.context).answer(response, found, NEW)
    assert outcome.record is not None
    # But for a number that each record has of its own.
    assert abs(len(outcome.record) - len(packed_answer(answer.page, answer.headers))) < 50


def test_this_process_reads_while_the_others_have_plenty_to_do(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kazcrawl.disk.team._PLENTY", 0)
    monkeypatch.setattr(readers.Team, "do", None)
    bed.open(KAZCRAWL_READERS="1")
    ((outcome,), processes) = read(bed, [page(OURS[0].wanted["url"], OURS[0].content)])
    assert processes == 1
    assert outcome.fetched is not None


@pytest.mark.usefixtures("two_cores")
def test_a_crawl_that_brings_few_pages_or_slowly_starts_nobody(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [page(OURS[0].wanted["url"], b"<p>No article.")] * 19
    assert read(bed, few)[1] == 0
    now = iter(range(10**6))
    monkeypatch.setattr(readers, "monotonic", lambda: 6.0 * next(now))
    assert read(bed, few * 4)[1] == 0


@pytest.mark.usefixtures("two_cores")
def test_a_crawl_that_brings_many_soon_starts_one_process_less_than_there_are_cores(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "monotonic", lambda: 0.0)
    many = [page(OURS[0].wanted["url"], b"<p>No article.")] * 20
    assert read(bed, many)[1] == 1


def test_on_one_core_nobody_is_started(bed: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.os, "sched_getaffinity", lambda _process: {0})
    monkeypatch.setattr(readers, "monotonic", lambda: 0.0)
    many = [page(OURS[0].wanted["url"], b"<p>No article.")] * 100
    assert read(bed, many)[1] == 0


def test_what_raises_elsewhere_raises_here_as_well(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_answer: Answer, _site: object) -> ReadAnswer:
        raise ValueError("a layout's error")

    monkeypatch.setattr(readers, "read_answer", failing)
    bed.open(KAZCRAWL_READERS="1")
    # Its source is not known elsewhere.
    monkeypatch.setattr(type(bed.site), "name", "nobody", raising=False)
    with pytest.raises(ValueError, match="a layout's error"):
        read(bed, [page(OURS[0].wanted["url"], OURS[0].content)])


def test_where_no_process_can_be_started_this_one_reads(
    bed: Bed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refused(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(readers.Team, "begin", refused)
    bed.open(KAZCRAWL_READERS="1")
    ((outcome,), _) = read(bed, [page(OURS[0].wanted["url"], OURS[0].content)])
    assert outcome.fetched is not None
    assert caplog.messages == [
        "no further process reads pages: [Errno 11] Resource temporarily unavailable"
    ]
