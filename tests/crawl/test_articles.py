"""Which articles are asked for."""

from collections.abc import Iterable
from datetime import datetime

import pytest
from scrapy import Request

from kazcrawl.archive.waiting import expect, look_again
from kazcrawl.crawl.walk import Entry, Kind
from kazcrawl.items import LOOK, NEW, Found
from tests.crawl import bed as pages
from tests.crawl.bed import (
    DAY,
    MINUTE,
    NOW,
    Bed,
    answer,
    call,
    link,
    url_hash,
    urls,
)


def listed(*names: str, published: datetime | None = None) -> list[tuple[str, Entry]]:
    return [(link(name), Entry(url_hash(name), published)) for name in names]


def kinds(requests: Iterable[Request]) -> list[tuple[str, str]]:
    return [(request.url, request.cb_kwargs["kind"]) for request in requests]


def test_what_is_new_is_noted_and_asked_for_and_what_is_held_is_not(bed: Bed) -> None:
    held = bed.hold(link("held"), NOW - DAY)
    walk = bed.walk(Kind.SECTION, section="sport_s3")
    moment = datetime.fromisoformat("2026-11-22T19:30:00Z")
    cards = [*listed("new", published=moment), *listed("held", "undated")]
    requests = bed.articles.missing(walk, cards)
    assert kinds(requests) == [(link("new"), NEW), (link("undated"), NEW)]
    # The day by the site's clock.
    assert requests[0].cb_kwargs["found"] == Found(
        url_hash("new"), link("new"), "ru", "sport_s3", "2026-11-23"
    )
    assert requests[1].cb_kwargs["found"].day is None
    assert {row.url: (row.kind, row.attempts, row.next_at) for row in bed.waiting} == {
        link("new"): ("new", 0, None),
        link("undated"): ("new", 0, None),
    }
    counts = bed.report.articles
    assert (counts.asked, counts.known, counts.postponed, counts.revisited) == (2, 1, 0, 0)
    memory = bed.context.memory
    assert memory.in_flight([url_hash("new"), url_hash("undated"), held.url_hash]) == {
        url_hash("new"),
        url_hash("undated"),
    }
    assert memory.moments([held.url_hash, url_hash("new")]) == [NOW - DAY, None]


def test_what_a_run_met_is_not_asked_for_again(bed: Bed) -> None:
    walk = bed.walk()
    assert len(bed.articles.missing(walk, listed("new"))) == 1
    assert bed.articles.missing(walk, listed("new")) == []
    counts = bed.report.articles
    assert (counts.asked, counts.known, counts.postponed) == (1, 0, 0)


def test_an_article_that_is_held_under_another_slug_is_known(bed: Bed) -> None:
    old = f"{pages.ROOT}/ru/old-slug_a4012345"
    new = f"{pages.ROOT}/ru/new-slug_a4012345"
    addresses = bed.site.addresses
    bed.hold(old, aliases=addresses.identities(old))
    entries = [(new, Entry(addresses.url_hash(new), None))]
    assert bed.articles.missing(bed.walk(), entries) == []
    assert bed.report.articles.known == 1
    assert bed.context.memory.moments([addresses.url_hash(new)]) == [NOW - DAY]


def test_what_failed_of_late_is_left_until_it_is_due(bed: Bed) -> None:
    found = Found(url_hash("new"), link("new"), "ru")
    bed.account.failed(found, NEW, "503")
    for minutes, asked in ((14, 0), (15, 1)):
        bed.open()
        bed.now = NOW + minutes * MINUTE
        assert len(bed.articles.missing(bed.walk(), listed("new"))) == asked
        counts = bed.report.articles
        assert (counts.asked, counts.postponed) == (asked, 1 - asked)


def test_what_is_listed_still_is_asked_for_again_though_nothing_was_there_in_two_runs(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    walk = bed.walk()
    for _ in range(2):
        bed.articles.missing(walk, listed("late"))
        bed.account.missing(Found(url_hash("late"), link("late"), "ru"), NEW)
        bed.now += 15 * MINUTE
        bed.open()
    assert [row.given_up for row in bed.waiting] == [True]
    assert bed.articles.missing(walk, listed("late")) == []
    bed.now += DAY
    bed.open()
    assert bed.articles.missing(walk, listed("late")) == []
    bed.now += 15 * MINUTE
    bed.open()
    assert caplog.text == ""
    (request,) = bed.articles.missing(walk, listed("late"))
    assert request.url == link("late")
    assert call(request, answer(request, pages.article()))
    assert f"ru: was not there in two runs: {link('late')}" in caplog.text


def test_an_article_without_a_date_is_known_without_a_moment(bed: Bed) -> None:
    bed.hold(link("held"), None)
    assert bed.articles.missing(bed.walk(), listed("held")) == []
    assert bed.context.memory.moments([url_hash("held")]) == [None]


def test_with_every_look_what_a_listing_shows_is_looked_at(bed: Bed) -> None:
    bed.hold(link("held"))
    gone = bed.hold(link("gone"))
    for _ in range(2):
        bed.account.missing(gone, LOOK)
    bed.open(KAZCRAWL_REVISIT="0")
    requests = bed.articles.missing(bed.walk(), listed("held", "gone"))
    assert kinds(requests) == [(link("held"), LOOK)]
    assert bed.context.report.looks == {"listed": 1}
    assert (bed.report.articles.revisited, bed.report.articles.known) == (1, 2)


def test_what_waits_from_earlier_runs_is_asked_for(bed: Bed) -> None:
    archive = bed.context.archive
    days = {"first": "2026-11-20", "second": "2026-11-21", "third": None}
    found = [Found(url_hash(name), link(name), "ru", "a", day) for name, day in days.items()]
    expect(archive, "kazinform", found)
    bed.account.failed(Found(url_hash("late"), link("late"), "ru", day="2026-11-20"), NEW, "503")
    bed.open()
    asked = bed.articles.waiting("ru", {"2026-11-20"}, everything=False)
    assert urls(asked) == [link("first")]
    assert asked[0].cb_kwargs == {"found": found[0], "kind": NEW}
    assert bed.report.articles.retried == 1
    rest = bed.articles.waiting("ru", None, everything=False)
    assert sorted(urls(rest)) == [link("second"), link("third")]
    assert urls(bed.articles.waiting("ru", None, everything=True)) == [link("late")]
    assert bed.articles.waiting("kk", None, everything=True) == []
    assert bed.report.articles.retried == 4


def test_what_a_listing_called_changed_is_looked_at_once(bed: Bed) -> None:
    held = bed.hold(link("held"), validators=('"tag"', "Mon, 23 Nov 2026 10:00:00 GMT"))
    unheld = Found(url_hash("unheld"), link("unheld"), "ru")
    look_again(bed.context.archive, "kazinform", [held, unheld], "changed")
    (request,) = bed.articles.signalled("ru")
    assert kinds([request]) == [(link("held"), LOOK)]
    assert request.headers["If-None-Match"] == b'"tag"'
    assert request.headers["If-Modified-Since"] == b"Mon, 23 Nov 2026 10:00:00 GMT"
    assert bed.context.report.looks == {"signalled": 1}
    assert bed.context.memory.moments([held.url_hash]) == [NOW - DAY]
    assert bed.articles.signalled("ru") == []
    assert bed.report.articles.revisited == 1


def test_an_article_is_asked_for_at_its_canonical_address(bed: Bed) -> None:
    found = Found(url_hash("new"), "http://inform.kz/ru/new-0a1b2c?utm_source=x", "ru")
    request = bed.articles.request(found, NEW)
    assert request.url == link("new")
    assert request.meta["handle_httpstatus_list"] == [304]
    assert request.priority == 0
