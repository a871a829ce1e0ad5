"""The way by a site's search: the endpoint, the page in the browser, and what fails on the way."""

import json

import pytest
from scrapy import Request

from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending, Kind
from kazcrawl.crawl.ways.search import SearchWay
from kazcrawl.sites.kazinform import SITE
from tests.crawl import bed as pages
from tests.crawl.bed import DAY, NOW, Bed, answer, call, fail, link, listing, lost, refused, urls

EDITION = SITE.edition("ru")


def search(bed: Bed) -> SearchWay:
    assert SITE.search is not None
    bounds = Bounds(NOW - 30 * DAY, strict=True)
    walk = bed.walk(Kind.SEARCH, address=SITE.search.page(EDITION, "a"), bounds=bounds)
    return SearchWay(bed.articles, walk, SITE.search, SITE.search.endpoint(EDITION, "a"))


def is_by_browser(request: Request) -> bool:
    return "browser" in str(request.meta)


def test_the_endpoint_is_asked_first(bed: Bed) -> None:
    way = search(bed)
    assert SITE.search is not None
    endpoint = SITE.search.endpoint(EDITION, "a")
    for number in (1, 2):
        request = way.request(number)
        assert request.url == endpoint.replace("{page}", str(number))
        assert not is_by_browser(request)


def test_an_endpoint_that_says_nothing_of_use_is_followed_by_the_page(bed: Bed) -> None:
    way = search(bed)
    request = way.begin()
    (page,) = call(request, answer(request, json.dumps({"error": 1})))
    assert page.url == way.walk.page(1)
    assert is_by_browser(page)
    assert way.request(2).url == way.walk.page(2)
    assert (bed.report.search_endpoint, bed.report.listings.pages) == (0, 0)


@pytest.mark.parametrize("status", [404, 500])
def test_an_endpoint_that_fails_is_followed_by_the_page(bed: Bed, status: int) -> None:
    way = search(bed)
    request = way.begin()
    (page,) = fail(request, refused(request, status))
    assert is_by_browser(page)
    assert page.url == way.walk.page(1)
    assert bed.report.failures == {}


def test_a_second_page_that_fails_is_asked_for_once_more_and_no_browser_begins_anew(
    bed: Bed,
) -> None:
    way = search(bed)
    request = way.request(2)
    assert fail(request, lost(request, TimeoutError())) == []
    assert bed.report.failures == {"TimeoutError": 1}
    assert urls(way.again()) == [request.url]
    assert way.walk.ending is None
    assert way.endpoint is not None
    assert fail(request, refused(request, 503)) == []
    assert way.again() == []
    assert bed.report.listings.failed == 1


def test_a_second_page_that_is_no_answer_is_unfit(bed: Bed) -> None:
    way = search(bed)
    request = way.request(2)
    assert call(request, answer(request, "<html>")) == []
    assert (bed.report.listings.pages, bed.report.listings.unfit) == (1, 1)
    assert way.walk.ending is None
    assert way.endpoint is not None


def by_browser(bed: Bed) -> SearchWay:
    way = search(bed)
    way.endpoint = None
    return way


def test_the_page_in_the_browser_is_read_as_a_listing(bed: Bed) -> None:
    way = by_browser(bed)
    request = way.request(1)
    found = call(request, answer(request, listing(("new", NOW - DAY))))
    assert urls(found) == [link("new"), way.walk.page(2)]
    assert bed.report.search_browser == 1
    assert bed.report.listings.pages == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_page_without_links_to_articles_is_the_end(bed: Bed, number: int) -> None:
    way = by_browser(bed)
    request = way.request(number)
    assert call(request, answer(request, pages.NOTHING)) == []
    assert (way.walk.ending, way.walk.witness) == (
        Ending.LAST,
        f"page {number} shows no results",
    )
    assert (bed.report.listings.pages, bed.report.search_browser) == (1, 0)
    assert bed.spans == {}


def test_articles_in_a_layout_that_is_not_known_are_no_end(bed: Bed) -> None:
    way = by_browser(bed)
    request = way.request(1)
    body = f"<html><body><a href='{link('new')}'>New</a></body></html>"
    assert call(request, answer(request, body)) == []
    assert way.walk.ending is None
    assert bed.report.listings.unfit == 1
