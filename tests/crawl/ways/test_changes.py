"""What changed on a page that every run asks for."""

from datetime import datetime, timedelta

from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive.standing import remember
from kazcrawl.crawl.walk import Entry
from kazcrawl.crawl.ways.changes import Changes
from tests.crawl.bed import DAY, FRONT, HOUR, NOW, Bed, answer, link, url_hash, urls

URL = FRONT.replace("{page}", "1")
SECOND = timedelta(seconds=1)
Card = tuple[str, str, datetime | None]


def shows(bed: Bed, *cards: Card, is_whole: bool = False) -> list[str]:
    """What is looked at when the page shows these cards: name, title and moment of each."""
    changes = Changes(bed.articles, bed.walk(is_standing=True))
    entries = {
        url_hash(name): (link(name), Entry(url_hash(name), moment)) for name, _, moment in cards
    }
    titles: dict[str, str | None] = {url_hash(name): title for name, title, _ in cards}
    response = answer(Request(URL), "", headers={"ETag": '"tag"'})
    return urls(changes.looks(response, URL, entries, titles, is_whole=is_whole))


def next_run(bed: Bed) -> None:
    remember(bed.context.archive, bed.context.standing.of("ru"))
    bed.open()


def test_a_page_that_is_seen_for_the_first_time_changed_nothing(bed: Bed) -> None:
    bed.hold(link("a"))
    assert shows(bed, ("a", "Title", NOW)) == []
    (page,) = bed.context.standing.of("ru")
    assert (page.url, page.asked_at, page.etag) == (URL, clock.text(NOW), '"tag"')


def test_another_title_is_a_change_and_another_moment_none(bed: Bed) -> None:
    bed.hold(link("a"))
    bed.hold(link("b"))
    shows(bed, ("a", "Title", NOW - HOUR), ("b", "Title", NOW - HOUR))
    next_run(bed)
    assert shows(bed, ("a", "Title", NOW), ("b", "New title", NOW - HOUR)) == [link("b")]
    assert (bed.report.changed, bed.report.vanished) == (1, 0)
    assert [(row.kind, row.reason) for row in bed.waiting] == [("look", "changed")]


def test_what_is_not_held_or_new_on_the_page_is_not_looked_at(bed: Bed) -> None:
    bed.hold(link("b"))
    shows(bed, ("a", "Title", NOW))
    next_run(bed)
    assert shows(bed, ("a", "New title", NOW), ("b", "Title", NOW)) == []
    assert bed.report.changed == 0
    assert bed.waiting == []


def test_what_is_gone_is_not_looked_at_for_its_card(bed: Bed) -> None:
    held = bed.hold(link("a"))
    for _ in range(2):
        bed.account.missing(held, "look")
    shows(bed, ("a", "Title", NOW))
    next_run(bed)
    assert shows(bed, ("a", "New title", NOW)) == []


def test_what_is_taken_from_among_the_others_of_a_whole_page_vanished(bed: Bed) -> None:
    for name in ("a", "b", "c"):
        bed.hold(link(name))
    before = (("a", "Title", NOW), ("b", "Title", NOW - HOUR), ("c", "Title", NOW - DAY))
    shows(bed, *before, is_whole=True)
    next_run(bed)
    assert shows(bed, before[0], before[2], is_whole=True) == [link("b")]
    assert (bed.report.changed, bed.report.vanished) == (0, 1)
    assert [row.reason for row in bed.waiting] == ["vanished"]


def test_what_is_older_than_all_that_a_page_shows_scrolled_off(bed: Bed) -> None:
    for name in ("a", "b", "c"):
        bed.hold(link(name))
    moments = (("b", "Title", NOW - DAY), ("c", "Title", NOW - DAY + SECOND))
    shows(bed, ("a", "Title", NOW), *moments, is_whole=True)
    next_run(bed)
    oldest = ("d", "Title", NOW - DAY)
    assert shows(bed, ("a", "Title", NOW), oldest, is_whole=True) == [link("c")]


def test_what_a_page_without_a_whole_span_shows_no_longer_scrolled_off(bed: Bed) -> None:
    bed.hold(link("a"))
    shows(bed, ("a", "Title", NOW), ("b", "Title", NOW - DAY))
    next_run(bed)
    assert shows(bed, ("b", "Title", NOW - DAY)) == []
    assert bed.report.vanished == 0


def test_a_page_without_moments_tells_nothing_of_what_it_lacks(bed: Bed) -> None:
    bed.hold(link("a"))
    shows(bed, ("a", "Title", None), ("b", "Title", None), is_whole=True)
    next_run(bed)
    assert shows(bed, ("b", "Title", None), is_whole=True) == []


def test_a_title_that_is_absent_is_one_as_well(bed: Bed) -> None:
    bed.hold(link("a"))
    shows(bed, ("a", "Title", NOW))
    next_run(bed)
    changes = Changes(bed.articles, bed.walk(is_standing=True))
    cards = {url_hash("a"): (link("a"), Entry(url_hash("a"), NOW))}
    looks = changes.looks(answer(Request(URL)), URL, cards, {url_hash("a"): None}, is_whole=False)
    assert urls(looks) == [link("a")]
