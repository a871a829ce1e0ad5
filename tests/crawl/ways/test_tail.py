"""How the tail of a long list is asked for, and what it saves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from scrapy import Request

from kazcrawl.archive.spans import Span
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.ways.listing import ListingWay
from tests.crawl.bed import (
    HOUR,
    NOTHING,
    NOW,
    Bed,
    answer,
    call,
    fail,
    listing,
    lost,
    refused,
)

SINCE = NOW - 59.5 * HOUR
List = list[tuple[str, timedelta]]


def news(count: int) -> List:
    """So many articles, one an hour, the newest first."""
    return [(f"n{hours}", hours * HOUR) for hours in range(count)]


def body(articles: List, number: int) -> str:
    """A page of ten articles of a list that has no end."""
    shown = articles[10 * number - 10 : 10 * number]
    return listing(*((name, NOW - age) for name, age in shown)) if shown else NOTHING


def walk(bed: Bed, show: Callable[[int, int], str | int]) -> list[int]:
    """The pages that a walk asks for; ``show`` gives a page, or a status in its place, by its
    number and how many pages were asked for before."""
    way = ListingWay(bed.articles, bed.walk(bounds=Bounds(since=SINCE)))
    asked: list[int] = []
    requests = [way.begin()]
    while requests := requests or way.again() or way.confirm():
        request = requests.pop(0)
        if "/lenta/" not in request.url:
            continue
        number = int(request.url.partition("=")[2])
        shown = show(number, len(asked))
        asked.append(number)
        requests += _answered(request, shown)
    return asked


def _answered(request: Request, shown: str | int) -> list[Request]:
    if isinstance(shown, str):
        return call(request, answer(request, shown))
    if shown:
        return fail(request, refused(request, shown))
    return fail(request, lost(request, TimeoutError()))


def test_of_a_list_at_rest_two_pages_more_than_the_walk_and_the_tail_are_read(bed: Bed) -> None:
    asked = walk(bed, lambda number, _: body(news(400), number))
    # A page goes nine hours back, the walk sixty: 3 x 7 pages are far behind its end.
    assert asked == [1, 21, *range(2, 8), 1, 21]
    assert bed.spans == {"ru": [Span(SINCE, NOW)]}


@pytest.mark.parametrize("moment", range(1, 8))
def test_what_is_withdrawn_at_any_moment_of_the_walk_is_noticed(bed: Bed, moment: int) -> None:
    before = news(400)
    after = [*before[:3], *before[4:]]

    def show(number: int, asked: int) -> str:
        return body(before if asked < moment else after, number)

    asked = walk(bed, show)
    assert asked[-8:] == [1, 21, *range(1, 7)] or asked[-12:] == [*range(1, 7)] * 2
    assert bed.spans == {"ru": [Span(SINCE, NOW)]}
    # The head of each page moved up to the page before it.
    assert {row.url.partition("-0a")[0].rpartition("/")[2] for row in bed.waiting} >= {
        name for name, age in after if age <= 59 * HOUR
    }


@pytest.mark.parametrize("shown", [404, 500, 0, NOTHING], ids=["404", "500", "lost", "nothing"])
def test_without_a_tail_the_walk_goes_on_and_all_pages_are_read_again(
    bed: Bed, shown: str | int
) -> None:
    asked = walk(bed, lambda number, _: shown if number == 21 else body(news(400), number))
    assert asked == [1, 21, *range(2, 8), *range(1, 7)]
    assert bed.spans == {"ru": [Span(SINCE, NOW)]}


@pytest.mark.parametrize("instead", [1, 3], ids=["the first page", "a page of the walk"])
def test_another_page_in_the_place_of_the_tail_is_none(bed: Bed, instead: int) -> None:
    def show(number: int, _: int) -> str:
        return body(news(400), instead if number == 21 else number)

    asked = walk(bed, show)
    assert asked == [1, 21, *range(2, 8), *range(1, 7)]


def test_a_walk_that_goes_back_one_page_asks_for_no_tail(bed: Bed) -> None:
    asked = walk(bed, lambda number, _: body([(n, 4 * age) for n, age in news(40)], number))
    assert asked == [1, 2, 3, 1, 2]


def test_a_tail_that_does_not_come_again_leaves_the_proof_to_a_second_reading(bed: Bed) -> None:
    def show(number: int, asked: int) -> str | int:
        return 0 if number == 21 and asked > 1 else body(news(400), number)

    asked = walk(bed, show)
    assert asked == [1, 21, *range(2, 8), 1, 21, 21, *range(1, 7)]
    assert bed.spans == {"ru": [Span(SINCE, NOW)]}
