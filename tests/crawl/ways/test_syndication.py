"""The way by feeds for machines: when they are believed, and when the listing is walked."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kazcrawl import clock
from kazcrawl.archive.spans import Span
from kazcrawl.archive.standing import Standing, recall, remember
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending
from kazcrawl.crawl.ways.syndication import SyndicationWay
from tests.crawl.bed import (
    DAY,
    FRONT,
    HOUR,
    MINUTE,
    NOW,
    ROOT,
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

SECOND = timedelta(seconds=1)
RSS = f"{ROOT}/rss/rus.xml"
SITEMAP = f"{ROOT}/sitemaps/google-news_ru.xml"
LAST_NEWS = f"{ROOT}/sitemaps/sitemap-last-news-300_ru.xml"
FIRST = FRONT.replace("{page}", "1")
SECOND_PAGE = FRONT.replace("{page}", "2")
SINCE = NOW - 3 * HOUR
EVERY = 5 * HOUR
SPAN = {"ru": [Span(SINCE, NOW)]}


def way_of(
    bed: Bed, *, is_confirming: bool = True, since: datetime | None = SINCE
) -> SyndicationWay:
    walk = bed.walk(bounds=Bounds(since), is_standing=True)
    return SyndicationWay(bed.articles, walk, is_confirming=is_confirming)


def rss(*items: tuple[str, datetime | None]) -> str:
    told = "".join(
        f"<item><title>{name}</title><link>{link(name)}</link>"
        + (f"<pubDate>{moment.isoformat()}</pubDate>" if moment else "")
        + "</item>"
        for name, moment in items
    )
    return f"<rss><channel>{told}</channel></rss>"


REACHING = rss(("new", NOW - HOUR), ("old", SINCE - SECOND))


def visited(bed: Bed, *addresses: str, ago: timedelta = HOUR, **values: Any) -> None:
    """Notes that earlier runs asked for these pages, so long ago."""
    given: dict[str, Any] = {"status": 200, "content": "{}"} | values
    remember(
        bed.context.archive,
        [Standing(url, clock.text(NOW - ago), **given) for url in addresses],
    )


def tells(way: SyndicationWay, body: str, **values: Any) -> list[str]:
    """The addresses that a way asks for when its feed says this."""
    request = way.begin()
    return urls(call(request, answer(request, body, **values)))


def ending(way: SyndicationWay) -> tuple[Ending | None, str]:
    return way.walk.ending, way.walk.witness


# --- which feed ---------------------------------------------------------------------------------


def test_the_best_feed_comes_first_and_conditionally(bed: Bed) -> None:
    visited(bed, RSS, etag='"tag"')
    request = way_of(bed).begin()
    assert request.url == RSS
    assert request.headers["If-None-Match"] == b'"tag"'
    assert request.cb_kwargs == {"name": "rss"}


def test_a_feed_that_was_missing_of_late_is_passed_over(bed: Bed) -> None:
    visited(bed, RSS, ago=DAY - SECOND, status=404)
    assert way_of(bed).begin().url == SITEMAP
    bed.open()
    visited(bed, RSS, ago=DAY, status=404)
    assert way_of(bed).begin().url == RSS


def test_without_a_feed_the_listing_is_walked_and_confirms_nothing(bed: Bed) -> None:
    visited(bed, RSS, SITEMAP, status=404)
    way = way_of(bed)
    assert way.begin().url == FIRST
    assert not way.is_confirming


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_feed_is_remembered_and_the_next_one_asked(bed: Bed, status: int) -> None:
    way = way_of(bed)
    request = way.begin()
    assert urls(fail(request, refused(request, status))) == [SITEMAP]
    assert bed.report.of_source("rss").missing == 1
    assert bed.report.failures == {}
    page = recall(bed.context.archive, RSS)
    assert page is not None
    assert page.status == status


def test_a_feed_that_did_not_come_is_asked_by_the_next_run(bed: Bed) -> None:
    way = way_of(bed)
    request = way.begin()
    for following in (SITEMAP, FIRST):
        (request,) = fail(request, lost(request, TimeoutError()))
        assert request.url == following
    assert bed.report.of_source("rss").failed == bed.report.of_source("sitemap").failed == 1
    assert bed.report.failures == {"TimeoutError": 2}
    assert recall(bed.context.archive, RSS) is None


@pytest.mark.parametrize("body", ["", "<html>Nothing</html>", rss(), "<rss><channel>"])
def test_a_feed_without_articles_is_broken_and_left_for_a_day(bed: Bed, body: str) -> None:
    way = way_of(bed)
    assert tells(way, body) == [SITEMAP]
    assert bed.report.of_source("rss").broken == 1
    page = recall(bed.context.archive, RSS)
    assert page is not None
    assert (page.status, page.content) == (200, None)


# --- what a feed tells --------------------------------------------------------------------------


def test_a_feed_that_reaches_known_ground_ends_the_walk(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    bed.hold(link("old"), SINCE - SECOND)
    way = way_of(bed)
    assert tells(way, REACHING) == [link("new")]
    assert ending(way) == (Ending.SYNDICATION, "rss goes back to 2026-11-23T08:59:59Z")
    counts = bed.report.of_source("rss")
    assert (counts.entries, counts.new, counts.short, counts.behind) == (2, 1, 0, 0)
    assert [page.url for page in bed.context.standing.of("ru")] == [RSS]
    assert bed.spans == SPAN


def test_a_feed_that_does_not_reach_known_ground_leaves_the_walk_to_the_listing(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    way = way_of(bed)
    told = rss(("new", NOW - HOUR), ("old", SINCE))
    assert tells(way, told) == [link("new"), link("old"), FIRST]
    assert bed.report.of_source("rss").short == 1
    assert not way.is_confirming
    assert ending(way) == (None, "")
    assert bed.spans == {}


def test_without_a_bound_no_feed_reaches_back_far_enough(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    way = way_of(bed, since=None)
    assert tells(way, REACHING)[-1] == FIRST
    assert bed.report.of_source("rss").short == 1


@pytest.mark.parametrize(
    ("lag", "is_behind"), [(15 * MINUTE, False), (15 * MINUTE + SECOND, True), (14 * DAY, True)]
)
def test_a_feed_that_lags_behind_what_is_archived_is_not_believed(
    bed: Bed, lag: timedelta, is_behind: bool
) -> None:
    visited(bed, LAST_NEWS, FIRST)
    bed.hold(link("newest"), NOW)
    bed.hold(link("old"), NOW - 31 * DAY)
    way = way_of(bed, since=NOW - 30 * DAY)
    asked = tells(way, rss(("new", NOW - lag), ("old", NOW - 31 * DAY)))
    assert asked == [link("new"), *([FIRST] if is_behind else [])]
    assert bed.report.of_source("rss").behind == is_behind
    assert (ending(way)[0] is Ending.SYNDICATION) is not is_behind


def test_a_feed_that_broke_off_is_taken_but_not_believed(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    way = way_of(bed)
    assert tells(way, REACHING.removesuffix("</channel></rss>")) == [
        link("new"),
        link("old"),
        FIRST,
    ]
    assert bed.report.of_source("rss").broken == 1
    assert bed.report.of_source("rss").short == 0
    assert bed.spans == {}


def test_a_feed_without_moments_is_not_believed(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    assert tells(way_of(bed), rss(("new", None))) == [link("new"), FIRST]


def test_articles_of_other_editions_are_no_entries(bed: Bed) -> None:
    body = rss(("new", NOW)).replace(link("new"), "https://kaz.inform.kz/news/new-0a1b2c/")
    assert tells(way_of(bed), body) == [SITEMAP]


# --- unchanged ----------------------------------------------------------------------------------


def test_an_unchanged_feed_tells_what_it_told(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    content = f'{{"x": ["{clock.text(SINCE - SECOND)}", "0"], "y": ["", "0"]}}'
    visited(bed, RSS, etag='"tag"', content=content)
    way = way_of(bed)
    assert tells(way, "", status=304) == []
    assert ending(way)[0] is Ending.SYNDICATION
    assert bed.report.of_source("rss").unchanged == 1
    (page,) = bed.context.standing.of("ru")
    assert (page.url, page.asked_at, page.content) == (RSS, clock.text(NOW), content)


def test_an_unchanged_feed_that_nobody_asked_about_failed_and_the_next_is_asked_for(
    bed: Bed,
) -> None:
    visited(bed, LAST_NEWS, FIRST)
    assert tells(way_of(bed), "", status=304) == [SITEMAP]
    assert bed.report.of_source("rss").failed == 1
    assert bed.report.failures == {"304 to a request that was not conditional": 1}


# --- known ground -------------------------------------------------------------------------------


def test_a_feed_whose_old_entries_nobody_knows_does_not_reach_known_ground(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    assert tells(way_of(bed), REACHING)[-1] == FIRST
    assert bed.report.of_source("rss").short == 1


def test_an_old_entry_that_is_pinned_is_no_known_ground(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    bed.hold(link("pinned"), NOW - 900 * DAY)
    told = rss(("new", NOW - MINUTE), ("newer", NOW), ("pinned", NOW - 900 * DAY))
    assert tells(way_of(bed), told) == [link("new"), link("newer"), FIRST]
    assert bed.report.of_source("rss").short == 1


# --- what confirms a feed -----------------------------------------------------------------------


def test_the_last_news_and_the_listing_confirm_in_turns(bed: Bed) -> None:
    bed.hold(link("old"), SINCE - SECOND)
    visited(bed, LAST_NEWS, ago=EVERY)
    visited(bed, FIRST, ago=EVERY)
    assert tells(way_of(bed), REACHING) == [link("new"), LAST_NEWS]
    bed.open()
    visited(bed, LAST_NEWS, ago=EVERY - SECOND)
    assert tells(way_of(bed), REACHING) == [link("new"), FIRST]
    bed.open()
    visited(bed, FIRST, ago=EVERY - SECOND)
    assert tells(way_of(bed), REACHING) == [link("new")]


def test_a_run_that_walks_all_walks_the_listing_whatever_a_feed_told(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    way = way_of(bed, is_confirming=False)
    assert tells(way, REACHING)[-1] == FIRST
    assert ending(way) == (None, "")


def test_a_first_page_that_shows_what_the_feed_told_ends_the_walk(bed: Bed) -> None:
    bed.hold(link("old"), SINCE - SECOND)
    visited(bed, LAST_NEWS)
    way = way_of(bed)
    assert tells(way, REACHING)[-1] == FIRST
    page = call(way.request(1), answer(way.request(1), listing(("new", NOW - HOUR))))
    assert page == []
    assert ending(way) == (
        Ending.SYNDICATION,
        "the first page shows nothing that the feed lacked",
    )
    assert bed.report.listing_found_more == 0
    assert bed.spans == SPAN


def test_a_first_page_that_shows_more_than_the_feed_is_walked_on(bed: Bed) -> None:
    bed.hold(link("old"), SINCE - SECOND)
    visited(bed, LAST_NEWS)
    way = way_of(bed)
    tells(way, REACHING)
    body = listing(("more", NOW - HOUR), ("new", NOW - HOUR))
    assert urls(call(way.request(1), answer(way.request(1), body))) == [link("more"), SECOND_PAGE]
    assert bed.report.listing_found_more == 1
    body = listing(("third", NOW - HOUR))
    assert len(call(way.request(2), answer(way.request(2), body))) == 2
    assert bed.report.listing_found_more == 1


# --- changes ------------------------------------------------------------------------------------


def test_what_a_feed_shows_no_longer_is_looked_at(bed: Bed) -> None:
    visited(bed, LAST_NEWS, FIRST)
    taken = bed.hold(link("taken"), NOW - HOUR)
    content = f'{{"{taken.url_hash}": ["{clock.text(NOW - HOUR)}", "0"]}}'
    visited(bed, RSS, content=content)
    requests = tells(way_of(bed), REACHING)
    assert link("taken") in requests
    assert bed.report.vanished == 1
    assert [row.reason for row in bed.waiting if row.url_hash == url_hash("taken")] == ["vanished"]


@pytest.mark.parametrize("comes", [True, False])
def test_an_archive_that_cannot_be_written_ends_the_crawl(bed: Bed, comes: bool) -> None:
    request = way_of(bed).begin()
    bed.break_archive()
    if comes:
        assert call(request, answer(request, REACHING)) == []
    else:
        assert fail(request, refused(request, 404)) == []
    assert bed.closed == ["archive_failed"]
