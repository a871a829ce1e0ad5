"""The way by Load more: endpoint, numbered pages, clicks, and when one takes the other's place."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending, Kind, Walk
from kazcrawl.crawl.ways import load_more
from kazcrawl.crawl.ways.load_more import LoadMoreWay
from kazcrawl.fetch.browser.steps import BOUND
from kazcrawl.sites.wordpress import SITE
from tests.crawl.bed import Bed, answer, call, fail, lost, refused, urls

HOST = "x.example"
FIRST = f"https://{HOST}/"
AJAX = f"{FIRST}wp-admin/admin-ajax.php"
BUTTON = '<a id="load-more-archives" data-query="cat=3" data-max="7" data-page="1">More</a>'
SINCE = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def wordpress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    bed = Bed(tmp_path, monkeypatch, SITE)
    yield bed
    bed.context.close_stores()


def way_of(bed: Bed, most: int | None = None) -> LoadMoreWay:
    bounds = Bounds(SINCE, max_pages=most)
    walk = Walk(Kind.POSTS, HOST, f"{FIRST}page/{{page}}/", bounds)
    return LoadMoreWay(bed.articles, walk, FIRST)


def posts(*days: int) -> str:
    return "".join(
        f'<li class="post-item"><h2 class="post-title"><a href="/2026/11/post-{day}/">News</a></h2>'
        f'<span class="date">November {day}, 2026</span></li>'
        for day in days
    )


def page(*days: int, button: str = "") -> str:
    return f'<html><ul id="posts-container">{posts(*days)}</ul>{button}</html>'


def begun(bed: Bed, most: int | None = None) -> LoadMoreWay:
    """A way whose first page had the button."""
    way = way_of(bed, most)
    request = way.begin()
    assert request.url == FIRST
    asked = urls(call(request, answer(request, page(22, button=BUTTON))))
    assert asked[-1] == (AJAX if most != 1 else f"{FIRST}2026/11/post-22/")
    return way


def test_without_the_button_pages_are_asked_for_by_their_numbers(wordpress: Bed) -> None:
    way = way_of(wordpress)
    request = way.begin()
    asked = urls(call(request, answer(request, page(22))))
    assert asked == [f"{FIRST}2026/11/post-22/", f"{FIRST}page/2/"]


def test_the_endpoint_is_asked_as_the_button_would_until_it_says_that_it_is_the_last(
    wordpress: Bed,
) -> None:
    way = begun(wordpress)
    request = way.request(2)
    assert b"page=2" in request.body
    assert request.headers["X-Requested-With"] == b"XMLHttpRequest"
    said = json.dumps(json.dumps({"code": posts(21), "hide_next": False}))
    assert urls(call(request, answer(request, said)))[-1] == AJAX
    request = way.request(3)
    call(request, answer(request, json.dumps({"code": posts(23), "hide_next": True})))
    assert (way.walk.ending, way.walk.witness) == (
        Ending.LAST,
        "page 3 says that it is the last",
    )
    assert wordpress.context.report.more_endpoint == 2
    assert wordpress.context.report.edition(HOST).listings.pages == 3


def test_an_endpoint_without_cards_is_the_end(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(2)
    assert call(request, answer(request, json.dumps({"code": ""}))) == []
    assert urls(way.again()) == [AJAX]
    assert call(request, answer(request, json.dumps({"code": ""}))) == []
    assert (way.walk.ending, way.walk.witness) == (
        Ending.LAST,
        "page 2 of the endpoint is empty, twice",
    )


@pytest.mark.parametrize(
    "said", ["0", "<html>", "[]", '{"code": 1}', pytest.param("[" * 100_000, id="deep")]
)
def test_an_endpoint_that_says_nothing_of_use_is_followed_by_numbered_pages(
    wordpress: Bed, said: str
) -> None:
    way = begun(wordpress)
    request = way.request(2)
    assert urls(call(request, answer(request, said))) == [f"{FIRST}page/2/"]
    assert way.request(3).url == f"{FIRST}page/3/"


def test_an_endpoint_that_stops_answering_is_no_end(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(3)
    assert call(request, answer(request, "<html>")) == []
    assert wordpress.context.report.edition(HOST).listings.unfit == 1
    assert fail(request, lost(request, TimeoutError())) == []
    assert urls(way.again()) == [AJAX]
    assert way.walk.ending is None


def test_only_where_neither_works_the_button_is_clicked(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(2)
    (numbered,) = fail(request, refused(request, 403))
    assert numbered.url == f"{FIRST}page/2/"
    (clicked,) = fail(numbered, refused(numbered, 404))
    assert (clicked.url, clicked.cb_kwargs) == (FIRST, {"number": 2})
    assert way.walk.ending is None
    call(clicked, answer(clicked, page(22, 21)))
    assert way.walk.ending is Ending.LAST
    assert wordpress.context.report.more_browser == 1


@pytest.mark.parametrize(("pages", "clicks"), [(None, None), (5, 4)])
def test_each_click_is_a_page_more(
    wordpress: Bed, monkeypatch: pytest.MonkeyPatch, pages: int | None, clicks: int | None
) -> None:
    bounds = []
    monkeypatch.setattr(load_more, "clicked", lambda *given: bounds.append(given[-1]))
    begun(wordpress, pages)._by_clicks()
    assert bounds == [clicks]


def test_a_numbered_page_that_shows_the_first_one_is_none(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(2)
    (numbered,) = fail(request, refused(request, 403))
    (clicked,) = call(numbered, answer(numbered, page(22)))
    assert clicked.url == FIRST
    assert way.walk.ending is None
    assert wordpress.spans == {}


def test_behind_the_second_page_nothing_there_is_the_end(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(2)
    fail(request, refused(request, 403))
    numbered = way.request(3)
    assert fail(numbered, refused(numbered, 404)) == []
    assert fail(numbered, refused(numbered, 404)) == []
    assert way.walk.ending is Ending.LAST


def test_the_end_of_a_list_may_be_told_by_the_same_host_with_www(wordpress: Bed) -> None:
    way = begun(wordpress)
    request = way.request(2)
    fail(request, refused(request, 403))
    numbered = way.request(3)
    for _ in range(2):
        failure = refused(numbered.replace(url=f"https://www.{HOST}/page/3/"), 404)
        failure.request = numbered  # type: ignore[attr-defined]
        assert fail(numbered, failure) == []
    assert way.walk.ending is Ending.LAST


def test_clicking_ends_when_a_click_brings_only_what_is_older_than_asked_for(
    wordpress: Bed,
) -> None:
    is_enough = way_of(wordpress)._is_enough()
    shown: list[int] = []
    for day, wanted in ((22, False), (21, False), (1, True), (23, False)):
        shown.append(day)
        assert is_enough(page(*shown)) is wanted


@pytest.mark.parametrize(("result", "ending"), [(BOUND, Ending.CUT), ("hidden", Ending.LAST)])
def test_a_browser_that_clicked_as_often_as_it_may_leaves_more(
    wordpress: Bed, result: str, ending: Ending
) -> None:
    way = begun(wordpress)
    (clicked,) = fail(way.request(2), refused(way.request(2), 403))
    (clicked,) = fail(clicked, refused(clicked, 404))
    clicked.meta["browser_result"] = result
    call(clicked, answer(clicked, page(22, 21)))
    assert way.walk.ending is ending
