"""The search endpoint's answers: of unknown form, and told from what is none."""

import json

import pytest

from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.search import AgencySearch, read_search

URL = "https://search.inform.kz/search/kz?q=x"
ARTICLE = "https://kaz.inform.kz/news/{slug}/"
ROW = {"title": "Алматыда қар жауды", "url": "https://kaz.inform.kz/news/a-12345678/"}


@pytest.mark.parametrize(
    "answer",
    [
        {"items": [ROW]},
        {"status": "ok", "response": {"total": 1, "found": [ROW]}},
        {"tags": [{"name": "x"}], "facets": ["a"], "data": {"list": [ROW]}},
        {"results": [ROW | {"url": None, "link": ROW["url"]}]},
        {"results": [{"headline": ROW["title"], "href": ROW["url"]}]},
        {"results": [{"title": "<b>Алматыда</b> қар&nbsp;жауды", "slug": "a-12345678"}]},
        {"results": [{"title": ROW["title"], "url": "//kaz.inform.kz/news/a-12345678/"}]},
    ],
)
def test_a_list_of_titles_and_addresses_is_found_at_the_top_two_levels(answer: object) -> None:
    listing = read_search(json.dumps(answer), URL, ARTICLE)
    assert listing is not None
    assert [(card.url, card.headline) for card in listing.cards] == [(ROW["url"], ROW["title"])]


@pytest.mark.parametrize(
    "answer",
    [
        [ROW],
        {"a": {"b": {"c": [ROW]}}},
        {"items": [{"title": "no address"}, {"url": "https://no.title/"}, 7]},
        {"errors": []},
        {"detail": "Not Found"},
        {"items": [{"title": "no address", "url": "", "slug": 7}]},
        {"items": [{"title": "<b></b>", "url": "https://no.title/"}]},
        {"items": [{"title": "no address either", "url": "https://[broken"}]},
        {"items": ["text"], "total": 1},
        "text",
        7,
        None,
    ],
)
def test_anything_else_is_no_answer_of_a_search(answer: object) -> None:
    assert read_search(json.dumps(answer), URL, ARTICLE) is None


@pytest.mark.parametrize("text", ["", "<html></html>", "{", "\x00"])
def test_what_is_no_json_is_no_answer(text: str) -> None:
    assert read_search(text, URL, ARTICLE) is None


def test_an_empty_list_of_results_is_an_answer_that_holds_nothing() -> None:
    empty = ({"total": 0, "items": []}, {"data": {"results": []}}, {"items": [], "errors": []})
    for answer in (*empty, {"facets": ["a"], "items": []}):
        listing = read_search(json.dumps(answer), URL, ARTICLE)
        assert listing is not None
        assert listing.cards == []


def test_the_date_is_passed_on_as_it_stands() -> None:
    row = ROW | {"published_at": "2026-11-20T10:00:00+05:00"}
    listing = read_search(json.dumps({"items": [row]}), URL, ARTICLE)
    assert listing is not None
    assert listing.cards[0].date_raw == "2026-11-20T10:00:00+05:00"


def test_a_title_may_hold_what_is_no_mark() -> None:
    row = ROW | {"title": "2 < 3 &amp; 4 > 1"}
    listing = read_search(json.dumps({"items": [row]}), URL, ARTICLE)
    assert listing is not None
    assert listing.cards[0].headline == "2 < 3 & 4 > 1"


def test_a_slug_becomes_an_address_of_the_edition() -> None:
    answer = json.dumps({"items": [{"title": "T", "slug": "/қар a-12345678/"}]})
    listing = AgencySearch().read(answer, URL, EDITIONS["kk"])
    assert listing is not None
    assert [card.url for card in listing.cards] == [
        "https://kaz.inform.kz/news/%D2%9B%D0%B0%D1%80%20a-12345678/"
    ]


def test_the_endpoint_and_the_page_are_asked_with_the_words_and_a_page() -> None:
    search = AgencySearch()
    assert search.endpoint(EDITIONS["kk"], "a%20b") == (
        "https://search.inform.kz/search/kz?q=a%20b&per_page=50&page={page}"
    )
    assert search.endpoint(EDITIONS["ru"], "a").startswith(
        "https://search.inform.kz/search/ru?q=a&"
    )
    assert search.page(EDITIONS["kk"], "a%20b") == (
        "https://kaz.inform.kz/search_results/?q=a%20b&page={page}"
    )
