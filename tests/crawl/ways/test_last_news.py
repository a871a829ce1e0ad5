"""The sitemap of the last news: what it calls changed, and when it is not believed."""

from datetime import datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.archive.standing import Standing, recall, remember
from kazcrawl.crawl.walk import Ending
from kazcrawl.crawl.ways.last_news import LastNews
from kazcrawl.crawl.ways.syndication import SyndicationWay
from kazcrawl.record import id_of
from tests.crawl.bed import DAY, HOUR, NOW, ROOT, Bed, answer, call, fail, link, lost, refused, urls

URL = f"{ROOT}/sitemaps/sitemap-last-news-300_ru.xml"
SECOND = timedelta(seconds=1)


def last_news(bed: Bed) -> LastNews:
    way = SyndicationWay(bed.articles, bed.walk(is_standing=True), is_confirming=True)
    return LastNews(bed.articles, "ru", URL, way)


def sitemap(*entries: tuple[str, datetime]) -> str:
    told = "".join(
        f"<url><loc>{link(name)}</loc><lastmod>{moment.isoformat()}</lastmod></url>"
        for name, moment in entries
    )
    return f"<urlset>{told}</urlset>"


def tells(source: LastNews, body: str, status: int = 200) -> list[str]:
    request = source.request()
    return urls(call(request, answer(request, body, status)))


def is_ended(source: LastNews) -> bool:
    walk, told = source.way.walk, "the feed reached known ground"
    return (walk.ending, walk.witness) == (Ending.SYNDICATION, told)


@pytest.mark.parametrize(
    ("status", "ago", "is_due"),
    [
        (200, 5 * HOUR, True),
        (200, 5 * HOUR - SECOND, False),
        (404, DAY - SECOND, False),
        (404, DAY, True),
    ],
)
def test_when_it_is_its_turn(bed: Bed, status: int, ago: timedelta, is_due: bool) -> None:
    remember(bed.context.archive, [Standing(URL, clock.text(NOW - ago), status, content="{}")])
    assert last_news(bed).is_due() is is_due


def test_a_sitemap_that_was_never_asked_for_is_due(bed: Bed) -> None:
    assert last_news(bed).is_due()


def test_what_changed_since_it_was_looked_at_is_looked_at_again(bed: Bed) -> None:
    checked = NOW - HOUR
    for name in ("changed", "same"):
        bed.hold(link(name), NOW - DAY, checked=checked)
    source = last_news(bed)
    bed.hold(link("to-come"), NOW - DAY, checked=checked)
    to_come = ("to-come", NOW + HOUR + SECOND)
    asked = tells(source, sitemap(("changed", checked + SECOND), ("same", checked), to_come))
    assert asked == [link("changed")]
    assert (source.counts.cards, source.counts.changed, source.counts.new) == (3, 1, 0)
    assert source.counts.untrusted == 0
    assert [(row.kind, row.reason) for row in bed.waiting] == [("look", "changed")]
    assert [page.url for page in bed.context.standing.of("ru")] == [URL]
    assert is_ended(source)


def test_an_article_whose_slug_was_renamed_is_known_by_its_first_address(bed: Bed) -> None:
    old = f"{ROOT}/ru/first-slug_a1234567"
    new = f"{ROOT}/ru/second-slug_a1234567"
    held = bed.hold(old, checked=NOW - HOUR, aliases=[id_of(new)])
    told = f"<urlset><url><loc>{new}</loc><lastmod>{NOW.isoformat()}</lastmod></url></urlset>"
    assert tells(last_news(bed), told) == [new]
    assert bed.report.of_source("last-news").changed == 1
    assert bed.known(held).url_hash == held.url_hash


def test_what_is_new_is_asked_for(bed: Bed) -> None:
    source = last_news(bed)
    assert tells(source, sitemap(("new", NOW), ("newer", NOW))) == [link("new"), link("newer")]
    assert (source.counts.cards, source.counts.new) == (2, 2)
    assert is_ended(source)


@pytest.mark.parametrize(
    ("told", "changed", "is_believed"),
    [(10, 10, True), (11, 11, False), (55, 11, True), (54, 11, False), (60, 12, True)],
)
def test_a_sitemap_that_calls_too_much_changed_is_not_believed(
    bed: Bed, told: int, changed: int, is_believed: bool
) -> None:
    names = [f"story{number}" for number in range(told)]
    for name in names:
        bed.hold(link(name), NOW - DAY)
    moments = [NOW if number < changed else NOW - 2 * DAY for number in range(told)]
    source = last_news(bed)
    asked = tells(source, sitemap(*zip(names, moments, strict=True)))
    assert len(asked) == (changed if is_believed else 0)
    assert source.counts.untrusted == (not is_believed)
    assert source.counts.changed == (changed if is_believed else 0)
    assert len(bed.waiting) == len(asked)
    assert is_ended(source)


@pytest.mark.parametrize("body", ["", "<urlset></urlset>", "<html></html>"])
def test_a_sitemap_without_articles_is_broken_and_left_for_a_day(bed: Bed, body: str) -> None:
    source = last_news(bed)
    assert tells(source, body) == []
    assert source.counts.broken == 1
    page = recall(bed.context.archive, URL)
    assert page is not None
    assert (page.status, page.content) == (200, None)
    assert is_ended(source)


def test_an_unchanged_sitemap_says_that_nothing_changed(bed: Bed) -> None:
    known = Standing(URL, clock.text(NOW - DAY), 200, '"tag"', None, "{}")
    remember(bed.context.archive, [known])
    source = last_news(bed)
    assert source.request().headers["If-None-Match"] == b'"tag"'
    assert tells(source, "", 304) == []
    assert source.counts.unchanged == 1
    assert [page.asked_at for page in bed.context.standing.of("ru")] == [clock.text(NOW)]
    assert is_ended(source)


def test_a_sitemap_that_does_not_come_changes_nothing_of_what_the_feed_told(bed: Bed) -> None:
    source = last_news(bed)
    request = source.request()
    assert fail(request, lost(request, TimeoutError())) == []
    assert source.counts.failed == 1
    assert is_ended(source)
    assert recall(bed.context.archive, URL) is None
    assert fail(request, refused(request, 404)) == []
    assert source.counts.missing == 1
    page = recall(bed.context.archive, URL)
    assert page is not None
    assert page.status == 404


def test_an_archive_that_cannot_be_read_ends_the_crawl(bed: Bed) -> None:
    source = last_news(bed)
    request = Request(URL)
    bed.break_archive()
    response = Response(URL, body=sitemap(("new", NOW)).encode(), request=request)
    assert list(source.parse(response)) == []
    source.failed(refused(request, 404))
    assert bed.closed == ["archive_failed"]
