"""What every way shares: what is asked for again, in which order, and what an end brings."""

import pytest
from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive.spans import Span
from kazcrawl.archive.standing import Standing, remember
from kazcrawl.crawl.walk import Ending, Entry, Kind, Step
from kazcrawl.crawl.ways.way import Way
from tests.crawl.bed import DAY, FRONT, HOUR, NOW, Bed, fail, lost, refused, urls

SPAN = {"ru": [Span(NOW - 7 * DAY, NOW)]}


def page(number: int) -> str:
    return FRONT.replace("{page}", str(number))


def way_of(bed: Bed, *pages: int, kind: Kind = Kind.FRONT) -> Way:
    """A way that read so many articles on each page."""
    way = Way(bed.articles, bed.walk(kind))
    for number, articles in enumerate(pages, 1):
        way.walk.turn(number, [Entry(f"{number}-{n}", NOW - HOUR) for n in range(articles)])
    return way


def test_a_way_that_reads_nothing_is_none(bed: Bed) -> None:
    read = way_of(bed).begin().callback
    assert read is not None
    with pytest.raises(NotImplementedError):
        read(None, number=1)
    assert way_of(bed).settled("hash") == way_of(bed).release() == way_of(bed).further() == []


def test_a_lost_page_is_read_again_from_the_page_before_it(bed: Bed) -> None:
    way = way_of(bed, 2, 2)
    fail(way.request(3), lost(way.request(3), TimeoutError()))
    assert urls(way.again()) == [page(2)]
    assert way.walk.depth == 1
    assert way.again() == []


def test_a_first_page_has_none_before_it(bed: Bed) -> None:
    way = way_of(bed)
    fail(way.request(1), lost(way.request(1), TimeoutError()))
    assert urls(way.again()) == [page(1)]


def test_a_doubtful_end_alone_is_asked_for_again(bed: Bed) -> None:
    way = way_of(bed, 2, 2)
    assert fail(way.request(3), refused(way.request(3), 404)) == []
    assert urls(way.again()) == [page(3)]
    assert way.walk.depth == 2


def test_what_another_edition_lacks_ends_no_list(bed: Bed) -> None:
    way = way_of(bed, 2)
    elsewhere = Request("https://ar.inform.kz/lenta/?page=2")
    for _ in range(2):
        failure = refused(elsewhere, 404)
        failure.request = way.request(2)  # type: ignore[attr-defined]
        fail(way.request(2), failure)
        way.again()
    assert (way.walk.ending, way.report.listings.failed) == (None, 1)


@pytest.mark.parametrize(("ending", "deepest"), [(Ending.REACHED, 2), (Ending.LAST, 3)])
def test_the_pages_are_read_again_in_their_order(bed: Bed, ending: Ending, deepest: int) -> None:
    remember(bed.context.archive, [Standing(page(1), clock.text(NOW), 200, '"tag"', None, "{}")])
    way = way_of(bed, 2, 2, 2)
    way.walk.is_standing = True
    assert way.request(1).headers["If-None-Match"] == b'"tag"'
    way.end(ending, "seen")
    assert bed.spans == {}
    requests = way.confirm()
    numbers = range(1, deepest + 1)
    in_order = sorted(requests, key=lambda request: -request.priority)
    assert urls(in_order) == [page(number) for number in numbers]
    assert all("If-None-Match" not in request.headers for request in requests)


def test_a_page_of_the_second_reading_that_is_none_is_asked_for_once_more(bed: Bed) -> None:
    way = way_of(bed, 2, 2, 2)
    way.end(Ending.LAST, "seen")
    way.confirm()
    for asked_again in ([page(2)], []):
        assert list(way.doubt(2, "page 2 shows nothing new")) == []
        assert urls(way.again()) == asked_again
    assert way.walk.ending is Ending.CUT


@pytest.mark.parametrize("kind", [Kind.FRONT, Kind.DAY, Kind.POSTS])
def test_one_page_needs_no_second_reading(bed: Bed, kind: Kind) -> None:
    way = way_of(bed, 2, kind=kind)
    way.end(Ending.LAST, "seen")
    assert way.confirm() == []
    assert bed.spans == SPAN


def test_what_follows_a_page(bed: Bed) -> None:
    way = way_of(bed, 2)
    assert urls(way.follow(1, Step.GO_ON, 2)) == [page(2)]
    assert list(way.follow(2, Step.WAIT, 0)) == []
    assert list(way.follow(2, Step.DOUBT, 0)) == []
    assert urls(way.again()) == [page(1)]


def test_a_contradiction_is_told_and_notes_nothing(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    way = way_of(bed, 2)
    way.end(Ending.CONTRADICTED, "page 2 is empty, twice, and the pager names page 4")
    assert bed.report.contradictions == {"page 2 is empty, twice, and the pager names page 4": 1}
    assert f"ru: {FRONT}: page 2 is empty" in caplog.text
    assert bed.spans == {}
