"""What a run learns of the addresses that every run asks for."""

from datetime import timedelta

import pytest
from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive.standing import Standing, recall, remember
from tests.crawl.bed import DAY, HOUR, NOW, Bed, answer

URL = "https://www.inform.kz/rss/rus.xml"
SECOND = timedelta(seconds=1)
KNOWN = Standing(URL, clock.text(NOW - HOUR), 200, '"tag"', "yesterday", "{}")


def test_a_page_is_known_as_an_earlier_run_knew_it(bed: Bed) -> None:
    remember(bed.context.archive, [KNOWN])
    standing = bed.context.standing
    assert standing.before(URL) == KNOWN
    standing.lose(URL, 404)
    assert standing.before(URL) == KNOWN
    assert standing.before("https://x.example/") is None


def test_a_page_that_is_known_is_asked_for_conditionally(bed: Bed) -> None:
    standing = bed.context.standing
    assert standing.headers(URL) == {}
    bed.open()
    remember(bed.context.archive, [KNOWN])
    request = bed.context.standing.request(URL, print, repr, name="rss")
    assert request.headers["If-None-Match"] == b'"tag"'
    assert request.headers["If-Modified-Since"] == b"yesterday"
    assert (request.callback, request.errback) == (print, repr)
    assert request.cb_kwargs == {"name": "rss"}
    assert request.meta == {"handle_httpstatus_list": [304]}


@pytest.mark.parametrize(
    ("ago", "status", "content", "is_missing"),
    [
        (DAY - SECOND, 404, None, True),
        (DAY, 404, None, False),
        (HOUR, 404, "{}", True),
        (HOUR, 200, None, True),
        (HOUR, 200, "{}", False),
    ],
)
def test_what_was_missing_or_useless_is_left_for_a_day(
    bed: Bed, ago: timedelta, status: int, content: str | None, is_missing: bool
) -> None:
    page = Standing(URL, clock.text(NOW - ago), status, content=content)
    remember(bed.context.archive, [page])
    assert bed.context.standing.is_missing(URL) is is_missing
    assert not bed.context.standing.is_missing("https://x.example/")


def test_a_page_is_due_when_a_span_has_passed(bed: Bed) -> None:
    remember(bed.context.archive, [KNOWN])
    standing = bed.context.standing
    assert standing.is_due(URL, HOUR)
    assert not standing.is_due(URL, HOUR + SECOND)
    assert standing.is_due("https://x.example/", DAY)


def test_what_was_learned_is_of_its_edition_and_not_yet_kept(bed: Bed) -> None:
    standing = bed.context.standing
    response = answer(Request(URL), headers={"ETag": '"new"', "Last-Modified": "today"})
    standing.learn("ru", URL, response, "told")
    assert standing.of("ru") == [Standing(URL, clock.text(NOW), 200, '"new"', "today", "told")]
    assert standing.of("kk") == []
    assert recall(bed.context.archive, URL) is None


def test_a_page_that_is_as_it_was_was_asked_for_now(bed: Bed) -> None:
    remember(bed.context.archive, [KNOWN])
    standing = bed.context.standing
    standing.confirm("ru", URL)
    standing.confirm("ru", "https://x.example/")
    assert standing.of("ru") == [Standing(URL, clock.text(NOW), 200, '"tag"', "yesterday", "{}")]


def test_what_is_lost_is_kept_at_once(bed: Bed) -> None:
    bed.context.standing.lose(URL, 410)
    assert recall(bed.context.archive, URL) == Standing(URL, clock.text(NOW), 410)


def learned(bed: Bed, content: str, **headers: str) -> Standing:
    """What is kept of a page that showed this."""
    bed.open()
    request = Request(URL)
    bed.context.standing.learn("ru", URL, answer(request, "", headers=headers), content)
    (page,) = bed.context.standing.of("ru")
    remember(bed.context.archive, [page])
    return page


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_validators_that_stay_the_same_for_other_articles_are_not_used_again(
    bed: Bed, caplog: pytest.LogCaptureFixture, header: str
) -> None:
    learned(bed, '{"a": ["", "1"]}', **{header: "tag"})
    assert learned(bed, '{"a": ["later", "2"]}', **{header: "tag"}).etag != ""
    assert bed.context.standing.headers(URL)
    assert caplog.text == ""
    assert learned(bed, '{"b": ["", "1"]}', **{header: "tag"}).etag == ""
    assert f"ru: the same {header} for other articles: {URL}" in caplog.text
    bed.open()
    assert bed.context.standing.headers(URL) == {}
    caplog.clear()
    assert learned(bed, '{"c": ["", "1"]}', **{header: "other"}).etag == ""
    assert caplog.text == ""


def test_other_validators_for_other_articles_are_believed(bed: Bed) -> None:
    learned(bed, '{"a": ["", "1"]}', ETag="one")
    assert learned(bed, '{"b": ["", "1"]}', ETag="two").etag == "two"


def test_a_page_that_had_no_validators_is_not_distrusted_for_it(bed: Bed) -> None:
    learned(bed, '{"a": ["", "1"]}')
    assert learned(bed, '{"b": ["", "1"]}').etag is None
    assert learned(bed, '{"b": ["", "1"]}', ETag="one").etag == "one"
    assert bed.context.standing.before(URL) is not None
