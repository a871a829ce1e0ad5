"""The way over a listing: which page follows, which is asked for once more, how it ends."""

from datetime import datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.archive.membership import sections_of
from kazcrawl.archive.spans import Span
from kazcrawl.archive.standing import Standing, remember
from kazcrawl.archive.waiting import due, note_strange
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending, Kind, Walk
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.fetch.browser import BrowserError
from kazcrawl.fetch.refusals import NotAskedError
from kazcrawl.items import NEW, Found
from tests.crawl import bed as pages
from tests.crawl.bed import (
    DAY,
    FRONT,
    HOUR,
    MINUTE,
    NOW,
    Bed,
    answer,
    call,
    fail,
    link,
    listing,
    lost,
    refused,
    url_hash,
    urls,
)

SINCE = NOW - 7 * DAY
SPAN = {"ru": [Span(SINCE, NOW)]}


def page(number: int) -> str:
    return FRONT.replace("{page}", str(number))


def shows(way: ListingWay, number: int, body: str, **values: Any) -> list[str]:
    """The addresses that a way asks for when a page shows this."""
    return urls(call(way.request(number), answer(way.request(number), body, **values)))


def ending(way: ListingWay) -> tuple[Ending | None, str]:
    return way.walk.ending, way.walk.witness


# --- requests -----------------------------------------------------------------------------------


def test_pages_are_asked_for_behind_the_articles(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    request = way.begin()
    assert request.url == page(1)
    assert request.priority == -1
    assert request.cb_kwargs == {"number": 1}
    assert request.meta["handle_httpstatus_list"] == [304]
    assert way.request(7).url == page(7)


def test_only_the_first_page_of_a_standing_listing_is_asked_for_conditionally(bed: Bed) -> None:
    for number in (1, 2):
        remember(
            bed.context.archive,
            [Standing(page(number), clock.text(NOW), 200, '"tag"', None, "{}")],
        )
    standing = ListingWay(bed.articles, bed.walk(is_standing=True))
    assert standing.request(1).headers["If-None-Match"] == b'"tag"'
    assert "If-None-Match" not in standing.request(2).headers
    assert "If-None-Match" not in ListingWay(bed.articles, bed.walk()).request(1).headers


# --- pages with dates ---------------------------------------------------------------------------


def test_a_page_brings_its_new_articles_and_the_next_page(bed: Bed) -> None:
    bed.hold(link("held"))
    way = ListingWay(bed.articles, bed.walk(bounds=Bounds(since=NOW - 3 * DAY)))
    body = listing(("new", NOW - HOUR), ("held", NOW - DAY))
    assert shows(way, 1, body) == [link("new"), page(2)]
    assert [row.day for row in bed.waiting] == ["2026-11-23"]
    assert bed.report.listings.pages == 1
    assert ending(way) == (None, "")
    assert bed.spans == {}


def test_a_page_that_is_all_old_ends_the_walk_and_its_span_is_noted(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 1, listing(("new", SINCE - HOUR))) == [link("new")]
    assert ending(way) == (Ending.REACHED, "all of page 1 is older than asked for")
    assert bed.spans == SPAN


def test_cards_of_other_editions_and_sites_are_passed_by(bed: Bed) -> None:
    body = listing(("new", NOW - HOUR)).replace(
        "</div></div>",
        '</div><div class="news-category__item"><a class="news-card" '
        'href="https://kaz.inform.kz/news/x-0a1b2c/">x</a></div></div>',
    )
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 1, body) == [link("new"), page(2)]


def test_articles_outside_of_a_range_are_not_asked_for(bed: Bed) -> None:
    bounds = Bounds(NOW - 2 * DAY, NOW - DAY, strict=True)
    way = ListingWay(bed.articles, bed.walk(Kind.DAY, bounds=bounds))
    body = listing(("late", NOW - HOUR), ("in", NOW - 36 * HOUR), ("old", NOW - 3 * DAY))
    assert shows(way, 1, body) == [link("in"), page(2)]


def test_an_article_keeps_the_section_whose_listing_showed_it(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    shows(way, 1, listing(("new", NOW - HOUR)))
    assert [row.section for row in bed.waiting] == ["sport_s3"]
    shows(way, 2, listing(("older", NOW - 2 * HOUR)))
    own = [url_hash("new"), url_hash("older")]
    with bed.context.archive.reading() as reader:
        assert sections_of(reader, own) == {one: ["sport_s3"] for one in own}


# --- pages without dates ------------------------------------------------------------------------


def undated(bed: Bed) -> tuple[ListingWay, list[str]]:
    way = ListingWay(bed.articles, bed.walk())
    return way, shows(way, 1, listing("a", "b"))


def test_behind_undated_cards_the_next_page_waits_for_all_their_articles(bed: Bed) -> None:
    way, asked = undated(bed)
    assert asked == [link("a"), link("b")]
    memory = bed.context.memory
    assert way.settled(url_hash("another")) == []
    memory.arrive(url_hash("a"), NOW - HOUR)
    assert way.settled(url_hash("a")) == []
    memory.arrive(url_hash("b"), SINCE - HOUR)
    assert urls(way.settled(url_hash("b"))) == [page(2)]
    assert way.settled(url_hash("b")) == []
    assert way.release() == []
    assert ending(way) == (None, "")


def test_a_walk_over_undated_cards_ends_where_all_their_articles_are_old(bed: Bed) -> None:
    way, _ = undated(bed)
    bed.context.memory.arrive(url_hash("a"), SINCE - HOUR)
    way.settled(url_hash("a"))
    # What failed has no moment.
    bed.context.memory.arrive(url_hash("b"))
    assert way.settled(url_hash("b")) == []
    assert ending(way) == (Ending.REACHED, "all of page 1 is older than asked for")
    assert bed.spans == SPAN


def test_archived_articles_bound_a_walk_without_being_read(bed: Bed) -> None:
    bed.hold(link("a"), SINCE - HOUR)
    bed.hold(link("b"), SINCE - DAY)
    way, asked = undated(bed)
    assert asked == []
    assert ending(way)[0] is Ending.REACHED


def test_archived_articles_that_are_young_lead_on(bed: Bed) -> None:
    bed.hold(link("a"), SINCE - HOUR)
    bed.hold(link("b"), SINCE)
    way, asked = undated(bed)
    assert asked == [page(2)]
    assert ending(way)[0] is None


def test_when_all_was_read_a_walk_decides_with_what_is_known(bed: Bed) -> None:
    way, _ = undated(bed)
    bed.context.memory.arrive(url_hash("a"), NOW)
    assert urls(way.release()) == [page(2)]
    assert way.release() == []
    bed.context.memory.arrive(url_hash("b"), NOW)
    assert way.settled(url_hash("b")) == []


# --- unchanged ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "validators", [('"tag"', None), (None, "Sun, 22 Nov 2026 12:00:00 GMT")], ids=["tag", "moment"]
)
def test_an_unchanged_first_page_ends_the_walk(
    bed: Bed, validators: tuple[str | None, str | None]
) -> None:
    known = Standing(page(1), clock.text(NOW - DAY), 200, *validators, "{}")
    remember(bed.context.archive, [known])
    way = ListingWay(bed.articles, bed.walk(is_standing=True))
    assert shows(way, 1, "", status=304) == []
    assert ending(way) == (Ending.UNCHANGED, "304 to what a complete walk showed")
    assert (bed.report.listings.pages, bed.report.listings.unchanged) == (1, 1)
    assert [page.asked_at for page in bed.context.standing.of("ru")] == [clock.text(NOW)]
    assert bed.spans == SPAN


def test_only_what_stands_is_learned(bed: Bed) -> None:
    for is_standing, number, learned in ((False, 1, 0), (True, 2, 0), (True, 1, 1)):
        way = ListingWay(bed.articles, bed.walk(is_standing=is_standing))
        shows(way, number, listing((f"new{number}", NOW - HOUR)))
        assert len(bed.context.standing.of("ru")) == learned


# --- pages that did not come --------------------------------------------------------------------


def test_a_lost_page_is_asked_for_once_more(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert fail(way.request(2), refused(way.request(2), 503)) == []
    assert bed.report.failures == {"503": 1}
    assert bed.report.listings.failed == 0
    assert urls(way.again()) == [page(2)]
    assert way.again() == []
    fail(way.request(2), refused(way.request(2), 503))
    assert bed.report.listings.failed == 1
    assert way.again() == []
    fail(way.request(3), lost(way.request(3), TimeoutError()))
    assert urls(way.again()) == [page(3)]
    assert ending(way) == (None, "")


def test_a_site_that_never_answered_is_not_asked_again(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    bed.is_answering = False
    for number in (1, 2):
        fail(way.request(number), lost(way.request(number), TimeoutError()))
    assert way.again() == []
    assert bed.report.listings.failed == 2
    bed.is_answering = True
    assert way.again() == []


@pytest.mark.parametrize(
    "error", [NotAskedError("robots.txt"), BrowserError("BrowserError", "no page")]
)
def test_what_may_not_be_asked_or_was_tried_twice_is_not_asked_again(
    bed: Bed, error: Exception
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    fail(way.request(1), lost(way.request(1), error))
    assert way.again() == []
    assert bed.report.listings.failed == 1


def test_an_ignored_request_is_asked_again(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    fail(way.request(1), lost(way.request(1), IgnoreRequest("off-site")))
    assert urls(way.again()) == [page(1)]


@pytest.mark.parametrize(("body", "reason"), [(" ", "no text"), (pages.CHALLENGE, "challenge")])
def test_a_page_without_a_word_or_a_challenge_is_a_lost_page(
    bed: Bed, body: str, reason: str
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 2, body) == []
    assert bed.report.failures == {reason: 1}
    assert bed.report.refused == (reason == "challenge")
    assert urls(way.again()) == [page(2)]
    assert ending(way) == (None, "")


def test_bytes_that_are_no_text_are_a_lost_page(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    request = way.request(1)
    assert call(request, Response(request.url, body=b"\x89PNG", request=request)) == []
    assert bed.report.listings.pages == 0
    assert urls(way.again()) == [page(1)]


@pytest.mark.parametrize("status", [404, 410])
def test_behind_the_first_page_nothing_there_twice_is_the_end(bed: Bed, status: int) -> None:
    way = ListingWay(bed.articles, bed.walk())
    shows(way, 1, listing(("a", NOW - HOUR)))
    assert fail(way.request(2), refused(way.request(2), status)) == []
    assert ending(way) == (None, "")
    assert bed.spans == {}
    (again,) = way.again()
    assert again.url == page(2)
    assert fail(again, refused(again, status)) == []
    assert ending(way) == (Ending.LAST, f"HTTP {status} at page 2, twice")
    assert bed.report.failures == {}
    assert bed.report.listings.failed == 0
    assert bed.spans == SPAN
    assert way.confirm() == []


def test_a_front_listing_that_is_missing_failed_and_is_no_end(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    fail(way.request(1), refused(way.request(1), 404))
    assert ending(way) == (None, "")
    assert bed.report.listings.failed == 1
    assert bed.report.failures == {"404": 1}
    assert way.again() == []


def test_a_section_that_is_missing_does_not_make_its_run_incomplete(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    fail(way.request(1), refused(way.request(1), 404))
    assert ending(way) == (Ending.ABSENT, "missing")
    assert bed.report.listings.failed == 1
    assert bed.spans == {}


# --- lists that contradict themselves, or move ---------------------------------------------------


def paged(number: int, last: int, *cards: tuple[str, datetime | None]) -> str:
    """A page of the layout that has a pager, of so many pages."""
    items = "".join(
        f'<div class="allNewsCard"><a href="{link(name)}"><div class="allNewsCard_title">{name}'
        f'</div></a><div class="allNewsCard_time">{pages.printed(moment)}</div></div>'
        for name, moment in cards
        if moment
    )
    pager = "".join(
        f'<li class="page-item{" active" if n == number else ""}"><a href="/lenta/?page={n}">{n}'
        "</a></li>"
        for n in range(1, last + 1)
    )
    return (
        f'<html><body><div class="allNews__list">{items}</div>'
        f'<ul class="pagination">{pager}</ul></body></html>'
    )


def test_a_named_page_that_is_missing_is_read_again_from_the_page_before(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    first = paged(1, 2, ("a", NOW - HOUR))
    shows(way, 1, first)
    fail(way.request(2), refused(way.request(2), 404))
    assert "ru: HTTP 404 at page 2, and the pager names more" in caplog.text
    assert urls(way.again()) == [page(1)]
    assert shows(way, 1, first) == [page(2)]
    assert shows(way, 2, paged(2, 2, ("b", NOW - DAY))) == [link("b")]
    assert "ru: HTTP 404 at page 2, but not again" in caplog.text
    assert ending(way) == (Ending.LAST, "the pager names page 2 as the last")
    assert bed.spans == {}
    assert urls(way.confirm()) == [page(1), page(2)]
    assert way.confirm() == []
    assert shows(way, 1, first) == []
    assert shows(way, 2, paged(2, 2, ("b", NOW - DAY))) == []
    assert way.walk.witness == (
        "the pager names page 2 as the last; pages before 3 read again, nothing had moved"
    )
    assert bed.spans == SPAN
    assert way.confirm() == []


def test_a_named_page_that_stays_missing_contradicts_and_nothing_is_noted(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    first = paged(1, 2, ("a", NOW - HOUR))
    shows(way, 1, first)
    for _ in range(2):
        fail(way.request(2), refused(way.request(2), 404))
        way.again()
    said = "HTTP 404 at page 2, twice, and the pager names page 2"
    assert ending(way) == (Ending.CONTRADICTED, said)
    assert f"ru: {FRONT}: {said}" in caplog.text
    assert bed.report.contradictions == {said: 1}
    assert bed.spans == {}
    assert way.again() == way.confirm() == []


def two_pages(bed: Bed) -> ListingWay:
    """A walk that ended on its second page, which is a week older and came twice."""
    way = ListingWay(bed.articles, bed.walk())
    shows(way, 1, listing(("a", NOW - HOUR), ("b", NOW - 2 * HOUR)))
    shows(way, 2, listing(("d", SINCE - HOUR)))
    assert urls(way.again()) == [page(2)]
    shows(way, 2, listing(("d", SINCE - HOUR)))
    assert way.walk.ending is Ending.REACHED
    assert bed.spans == {}
    return way


def test_an_article_that_moved_up_between_two_pages_is_found_when_they_are_read_again(
    bed: Bed,
) -> None:
    way = two_pages(bed)
    way.confirm()
    moved = listing(("b", NOW - 2 * HOUR), ("c", NOW - 3 * HOUR))
    assert shows(way, 1, moved) == [link("c")]
    assert bed.spans == {}
    assert urls(way.confirm()) == [page(1)]
    assert shows(way, 1, moved) == []
    assert bed.spans == SPAN


def test_what_moved_and_what_leapt_is_told_by_page_and_a_silence_is_not(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    way = two_pages(bed)
    assert caplog.text == ""
    way.confirm()
    shows(way, 1, listing(("b", NOW - 2 * HOUR), ("c", NOW - 3 * HOUR)))
    assert "ru: page 1 moved while the list was read" in caplog.text
    way = ListingWay(bed.articles, bed.walk())
    shows(way, 1, listing(("a", NOW - HOUR), ("b", NOW - 2 * HOUR)))
    shows(way, 2, listing(("d", SINCE - HOUR)))
    shows(way, 2, listing(("e", NOW - 4 * HOUR)))
    assert "ru: page 2 is 6 days, 23:00:00 older than the end of page 1, but not" in caplog.text


def test_a_list_that_keeps_moving_is_not_noted(bed: Bed) -> None:
    way = two_pages(bed)
    for name in ("x", "y", "z"):
        assert urls(way.confirm()) == [page(1)]
        shows(way, 1, listing(("a", NOW - HOUR), (name, NOW - 3 * HOUR)))
    assert ending(way) == (
        Ending.CONTRADICTED,
        "the list moves while it is read, 3 times: 1 articles had not been shown, 1 are gone",
    )
    assert way.confirm() == []
    assert bed.spans == {}


def test_what_is_new_at_the_head_is_taken_and_does_not_shake_the_proof(bed: Bed) -> None:
    way = two_pages(bed)
    way.confirm()
    body = listing(("new", NOW - MINUTE), ("a", NOW - HOUR))
    assert shows(way, 1, body) == [link("new")]
    assert bed.spans == SPAN


def test_a_page_that_does_not_come_again_leaves_the_walk_unproved(bed: Bed) -> None:
    way = two_pages(bed)
    (request,) = way.confirm()
    fail(request, lost(request, TimeoutError()))
    (request,) = way.again()
    fail(request, lost(request, TimeoutError()))
    assert ending(way) == (Ending.CUT, "page 1 did not come when it was to be read again")
    assert bed.report.listings.failed == 1
    assert bed.spans == {}


def test_a_section_of_several_pages_is_not_read_twice(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    shows(way, 1, listing(("a", NOW - HOUR)))
    shows(way, 2, listing(("d", SINCE - HOUR)))
    assert way.confirm() == []


def test_an_unchanged_that_nobody_asked_for_is_a_lost_page(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    way = ListingWay(bed.articles, bed.walk(is_standing=True))
    assert shows(way, 1, "", status=304) == []
    assert ending(way) == (None, "")
    assert bed.report.failures == {"304 to a request that was not conditional": 1}
    assert "ru: 304 to a request that was not conditional" in caplog.text
    assert urls(way.again()) == [page(1)]
    assert bed.spans == {}


def test_the_walk_that_reads_everything_asks_without_validators(bed: Bed) -> None:
    remember(bed.context.archive, [Standing(page(1), clock.text(NOW), 200, '"tag"', None, "{}")])
    way = ListingWay(bed.articles, bed.walk(is_standing=True, is_full=True))
    assert "If-None-Match" not in way.begin().headers


def test_pages_of_links_to_nothing_are_a_trap(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    names = [[f"{number}-{card}" for card in range(2)] for number in range(1, 5)]
    for number, some in enumerate(names[:3], 1):
        assert shows(way, number, listing(*((name, NOW) for name in some)))[-1] == page(number + 1)
        for name in some:
            bed.account.missing(Found(url_hash(name), link(name), "ru"), NEW)
    assert len(bed.waiting) == 6
    asked = shows(way, 4, listing(*((name, NOW) for name in names[3])))
    assert asked == [link(name) for name in names[3]]
    said = "a trap: the links of page 3 and of 2 pages before it lead to nothing"
    assert ending(way) == (Ending.CONTRADICTED, said)
    assert len(bed.waiting) == 2


def test_one_article_that_comes_makes_pages_of_missing_ones_no_trap(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    for number in range(1, 5):
        names = [f"{number}-{card}" for card in range(2)]
        assert shows(way, number, listing(*((name, NOW) for name in names)))[-1] == page(number + 1)
        for name in names[: 1 if number == 2 else 2]:
            bed.account.missing(Found(url_hash(name), link(name), "ru"), NEW)
    assert ending(way) == (None, "")


# --- pages without cards ------------------------------------------------------------------------


def past_day(bed: Bed) -> Walk:
    return bed.walk(Kind.DAY, bounds=Bounds(NOW - 2 * DAY, NOW - DAY, strict=True))


def test_a_past_day_may_be_empty(bed: Bed) -> None:
    way = ListingWay(bed.articles, past_day(bed))
    assert shows(way, 1, pages.EMPTY_LISTING) == []
    assert bed.spans == {}
    assert urls(way.again()) == [page(1)]
    assert shows(way, 1, pages.EMPTY_LISTING) == []
    assert ending(way) == (Ending.LAST, "page 1 is empty, twice")
    assert (bed.report.listings.empty, bed.report.listings.unfit) == (2, 0)
    assert bed.spans == {"ru": [Span(NOW - 2 * DAY, NOW - DAY)]}


def test_a_day_is_past_when_it_ended_before_the_run_began(bed: Bed) -> None:
    for until, empty in ((NOW, 1), (NOW + HOUR, 0)):
        bed.open()
        bounds = Bounds(NOW - DAY, until, strict=True)
        shows(ListingWay(bed.articles, bed.walk(bounds=bounds)), 1, pages.EMPTY_LISTING)
        assert (bed.report.listings.empty, bed.report.listings.unfit) == (empty, 1 - empty)


@pytest.mark.parametrize("body", [pages.EMPTY_LISTING, pages.SOFT_404])
def test_behind_the_first_page_an_empty_one_is_the_end_if_it_is_so_again(
    bed: Bed, body: str
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 2, body) == []
    assert shows(way, 2, body) == []
    assert ending(way) == (Ending.LAST, "page 2 is empty, twice")


@pytest.mark.parametrize("body", [pages.EMPTY_LISTING, pages.SOFT_404, pages.NOTHING])
def test_a_first_page_without_cards_fits_no_layout(bed: Bed, body: str) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 1, body) == []
    assert ending(way) == (None, "")
    assert (bed.report.listings.pages, bed.report.listings.unfit) == (1, 1)
    assert bed.report.listings.empty == 0
    assert way.again() == []


def test_a_later_page_of_no_known_layout_is_no_end(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 2, pages.NOTHING) == []
    assert ending(way) == (None, "")
    assert bed.report.listings.unfit == 1
    assert urls(way.again()) == [page(2)]
    assert shows(way, 2, pages.NOTHING) == way.again() == []
    assert (bed.report.listings.unfit, bed.report.listings.failed) == (1, 1)


# Addresses of cards in the place of an article's, and whether the site's own are told.
STRANGE = [
    ("https://www.inform.kz/ru/longread/2026/{}-0a1b2c", True),
    ("https://m.inform.kz/ru/{}-0a1b2c", True),
    ("javascript:open('{}')", True),
    ("https://shop.example/{}-0a1b2c", False),
    ("https://kaz.inform.kz/news/{}-0a1b2c/", False),
]


def strangers(*names: str, address: str, moment: datetime = NOW - HOUR) -> str:
    """A page of cards; those whose names begin with an s lead to an address of another form."""
    body = listing(*((name, moment) for name in names))
    for name in names:
        body = body.replace(link(name), address.format(name)) if name[0] == "s" else body
    return body


@pytest.mark.parametrize(("address", "is_told"), STRANGE)
def test_a_card_that_leads_to_the_site_and_to_no_article_waits_and_is_told_once(
    bed: Bed, caplog: pytest.LogCaptureFixture, address: str, is_told: bool
) -> None:
    for _ in range(2):
        way = ListingWay(bed.articles, bed.walk())
        shows(way, 1, strangers("one", "two", "strange", address=address))
    assert bed.report.listings.strange == is_told
    assert caplog.text.count("leads to no article's address") == is_told
    rows = [row for row in bed.waiting if row.reason is not None]
    assert [row.url for row in rows] == [address.format("strange")] * is_told
    assert all(row.reason == "no article's address" and row.day == "2026-11-23" for row in rows)
    assert {row.url for row in due(bed.context.archive, "kazinform", "ru", NEW)} == {
        link("one"),
        link("two"),
    }
    assert bed.report.listings.nameless == 0


def test_a_strange_card_of_the_evening_is_of_the_sites_own_day(bed: Bed) -> None:
    bed.now = NOW + DAY
    way = ListingWay(bed.articles, bed.walk())
    evening = NOW.replace(hour=20)
    shows(way, 1, strangers("one", "two", "strange", address=STRANGE[0][0], moment=evening))
    assert {row.day for row in bed.waiting} == {"2026-11-24"}


def test_a_card_of_a_host_that_only_ends_alike_is_advertising(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    body = strangers("one", "strange", "stranger", address="https://not-inform.kz/a/{0}")
    assert link("one") in shows(way, 1, body)
    assert (bed.report.listings.strange, bed.report.listings.nameless) == (0, 0)


def test_strange_cards_of_a_section_are_nobodys_gap(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    body = strangers("one", "strange", "stranger", address=STRANGE[0][0])
    assert link("one") in shows(way, 1, body)
    assert (bed.report.listings.strange, bed.report.listings.nameless) == (0, 0)
    assert [row.url for row in bed.waiting] == [link("one")]


@pytest.mark.parametrize(("address", "proves"), [(row[0], "shop" in row[0]) for row in STRANGE])
def test_a_page_most_of_whose_cards_are_something_else_of_the_site_proves_nothing(
    bed: Bed, address: str, proves: bool
) -> None:
    way = ListingWay(bed.articles, bed.walk())
    body = strangers("one", "strange", "stranger", address=address)
    assert link("one") in shows(way, 1, body)
    assert urls(way.again()) == ([] if proves else [page(1)])
    assert bed.report.listings.nameless == (not proves)
    assert way.walk.depth == proves


@pytest.mark.parametrize("address", [row[0] for row in STRANGE])
def test_a_page_without_a_card_of_the_edition_proves_nothing(bed: Bed, address: str) -> None:
    way = ListingWay(bed.articles, bed.walk())
    assert shows(way, 1, strangers("strange", address=address)) == []
    assert bed.report.failures == {"cards of no articles": 1}
    assert urls(way.again()) == [page(1)]


def test_an_address_whose_form_becomes_known_is_asked_for(bed: Bed) -> None:
    found = Found(url_hash("one"), link("one"), "ru")
    assert note_strange(bed.context.archive, "kazinform", [found]) == [found]
    way = ListingWay(bed.articles, bed.walk())
    assert link("one") in shows(way, 1, listing(("one", NOW - HOUR)))


def test_a_section_without_cards_is_absent(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    shows(way, 1, pages.EMPTY_LISTING)
    assert ending(way) == (Ending.ABSENT, "no cards")
    assert bed.report.listings.unfit == 1


# --- an archive that cannot be written ----------------------------------------------------------


def test_an_archive_that_cannot_be_written_ends_the_crawl(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    bed.break_archive()
    assert shows(way, 1, listing(("new", NOW))) == []
    way.end(Ending.LAST, "seen")
    assert bed.closed == ["archive_failed"]


def test_an_article_under_way_is_waited_for_whichever_walk_asked_for_it(bed: Bed) -> None:
    first = ListingWay(bed.articles, bed.walk())
    shows(first, 1, listing(("a", NOW)))
    second = ListingWay(bed.articles, bed.walk(Kind.SECTION, section="sport_s3"))
    assert shows(second, 1, listing("a")) == []
    bed.context.memory.arrive(url_hash("a"), NOW)
    assert urls(second.settled(url_hash("a"))) == [page(2)]


def test_requests_are_of_scrapy_and_new(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk())
    (request, following) = call(way.begin(), answer(way.begin(), listing(("new", NOW - HOUR))))
    assert isinstance(request, Request)
    assert request.cb_kwargs["kind"] == NEW
    assert following.cb_kwargs == {"number": 2}
