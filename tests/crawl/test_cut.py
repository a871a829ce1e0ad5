"""Pages that break off before their end: asked for again, and kept so only if all are like that."""

import pytest
from scrapy import Request

from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.items import LOOK, NEW, Fetched, Found
from kazcrawl.raw import read_raw
from tests.crawl import bed as pages
from tests.crawl.bed import DAY, HOUR, NOW, Bed, answer, call, link, url_hash

WHOLE = pages.article()
HALF = WHOLE[: WHOLE.index("<p>По словам")]


def found(name: str) -> Found:
    return Found(url_hash(name), link(name), "ru")


def ask(bed: Bed, name: str, body: str, kind: str = NEW) -> list[object]:
    return call(request := bed.articles.request(found(name), kind), answer(request, body))


def to_the_end(bed: Bed, name: str, body: str, kind: str = NEW) -> list[object]:
    """What comes of a page that stays so however often it is asked for."""
    requests = [bed.articles.request(found(name), kind)]
    results: list[object] = []
    while requests:
        results = call(requests[0], answer(requests.pop(), body))
        requests = [result for result in results if isinstance(result, Request)]
    return results


def test_half_an_article_is_asked_for_again_and_its_whole_is_taken(bed: Bed) -> None:
    (again,) = ask(bed, "cut", HALF)
    assert isinstance(again, Request)
    assert again.url == link("cut")
    (fetched,) = call(again, answer(again, WHOLE))
    assert isinstance(fetched, Fetched)
    assert len(fetched.article.article_body.split("\n\n")) == 2
    assert bed.waiting == []


def test_half_an_article_that_stays_so_waits_for_later_runs_and_is_told(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB=1)
    assert to_the_end(bed, "cut", HALF) == []
    assert [(row.reason, row.attempts) for row in bed.waiting] == [("no end", 1)]
    assert bed.report.failures["no end"] == 1
    bed.context.close_stores()
    assert list(read_raw(bed.context.config.raw)) == [], "half a page was kept as the page"


@pytest.mark.parametrize("kind", [NEW, LOOK])
def test_after_all_attempts_it_is_kept_as_it_is_with_a_warning(
    bed: Bed, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    bed.hold(link("cut"), NOW - DAY) if kind == LOOK else None
    bed.open(KAZCRAWL_ATTEMPTS=3)
    for _ in range(2):
        assert to_the_end(bed, "cut", HALF, kind) == []
    (fetched,) = to_the_end(bed, "cut", HALF, kind)
    assert isinstance(fetched, Fetched)
    assert f"without its end, </html>, at attempt 3: {link('cut')}" in caplog.text


def test_a_template_that_writes_no_end_loses_nothing(bed: Bed) -> None:
    endless = WHOLE.removesuffix("</html>")
    names = [f"page-{number}" for number in range(10)]
    bodies = {name: endless.replace("десять лет", f"{name} лет") for name in names}
    first = {name: ask(bed, name, bodies[name])[0] for name in names}
    again = [name for name, result in first.items() if isinstance(result, Request)]
    assert again == names[:7], "eight pages make a template"
    for name in again:
        (fetched,) = ask(bed, name, bodies[name])
        assert isinstance(fetched, Fetched)


def test_one_page_of_a_layout_with_an_end_shows_that_its_like_were_cut(bed: Bed) -> None:
    ask(bed, "whole", WHOLE)
    for number in range(9):
        (result,) = ask(bed, f"cut-{number}", HALF)
        assert isinstance(result, Request), number


def test_half_a_page_without_its_text_is_no_missing_page(bed: Bed) -> None:
    for name in ("a", "b"):
        (again,) = ask(bed, name, '<html lang="ru"><body><h1 class="arti')
        assert isinstance(again, Request)


def test_half_a_listing_is_asked_for_again(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    page = pages.listing(("a", NOW - HOUR), ("b", NOW - 8 * DAY))
    half = page[: page.index(link("b"))]
    first = way.begin()
    assert call(first, answer(first, half)) == []
    assert not way.walk.is_complete
    (again,) = way.again()
    assert link("a") in [request.url for request in call(again, answer(again, page))]
    assert bed.report.failures["no end"] == 1


def test_a_listing_that_is_always_written_without_an_end_is_read(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    page = pages.listing(("a", NOW - HOUR)).removesuffix("</html>")
    first = way.begin()
    call(first, answer(first, page))
    (again,) = way.again()
    assert link("a") in [request.url for request in call(again, answer(again, page))]
