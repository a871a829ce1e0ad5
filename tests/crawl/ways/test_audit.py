"""The audit: which days are read again, and what it counts."""

from datetime import date, timedelta

import pytest

from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.archive.standing import recall
from kazcrawl.crawl.walk import Ending
from kazcrawl.crawl.ways.audit import Audit, AuditWay
from kazcrawl.crawl.ways.days import range_of
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.sites.kazinform import SITE
from tests.crawl.bed import DAY, HOUR, NOW, Bed, answer, call, link, listing, urls

RU = SITE.editions["ru"]
TODAY = date(2026, 11, 23)
NEXT = timedelta(days=1)


def midnight(day: int) -> object:
    return range_of(SITE, date(2026, 11, day), None).since


def walked(bed: Bed, first: int, last: int, *, ago: timedelta = 7 * DAY) -> None:
    """Notes these days of November as walked, so long ago."""
    span = Span(midnight(first), midnight(last + 1))  # type: ignore[arg-type]
    now, bed.now = bed.now, max(bed.now - ago, span.until)
    note_walked(
        bed.context.archive,
        "kazinform",
        "ru",
        span,
        kind="day",
        ending="last",
        evidence="seen",
        crawl_id="before",
    )
    bed.now = now


def audited(bed: Bed) -> list[int]:
    ways = Audit(bed.context, RU).ways(bed.articles)
    return [way.walk.bounds.since.day for way in ways if way.walk.bounds.since]


def test_the_first_audit_is_due_a_week_after_the_first_walk_and_reads_every_day(bed: Bed) -> None:
    assert audited(bed) == []
    walked(bed, 10, 12, ago=7 * DAY - HOUR)
    assert audited(bed) == []
    walked(bed, 5, 7)
    walked(bed, 14, 22)
    assert audited(bed) == [5, 6, 7, 10, 11, 12, *range(14, 23)]


def test_audits_are_switched_off_by_nought(bed: Bed) -> None:
    bed.open(KAZCRAWL_AUDIT_EVERY="0")
    walked(bed, 10, 12)
    assert audited(bed) == []


def read(way: AuditWay, *names: str) -> list[str]:
    assert way.walk.bounds.since is not None
    cards = [(name, way.walk.bounds.since + HOUR) for name in names]
    asked = urls(call(way.request(1), answer(way.request(1), listing(*cards))))
    for _ in range(2):
        list(way.doubt(2, "page 2 is empty"))
    return asked[:-1]


def test_what_an_audit_finds_is_counted_told_and_fetched(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    bed.hold(link("held"), NOW - 13 * DAY)
    walked(bed, 10, 12)
    walked(bed, 15, 22)
    ways = Audit(bed.context, RU).ways(bed.articles)
    assert read(ways[0], "held", "lost") == [link("lost")]
    for number, way in enumerate(ways[1:]):
        assert recall(bed.context.archive, RU.day_page(date.max)) is None
        read(way, f"other {number}")
    counts = bed.report.audit
    assert (counts.listed, counts.missed) == (12, 11)
    assert counts.recall == pytest.approx(1 / 12)
    assert "ru: the audit found 11 of 12 articles missing from days that were called complete" in (
        caplog.text
    )
    assert len(bed.spans["ru"]) == 2


def test_the_next_audit_is_due_a_week_later_and_begins_before_the_last(bed: Bed) -> None:
    walked(bed, 10, 12)
    walked(bed, 15, 22)
    for number, way in enumerate(Audit(bed.context, RU).ways(bed.articles)):
        read(way, f"article {number}")
    bed.now = NOW + 7 * DAY - HOUR
    bed.open()
    walked(bed, 15, 29)
    assert audited(bed) == []
    bed.now = NOW + 7 * DAY
    bed.open()
    assert audited(bed) == list(range(20, 30))


@pytest.mark.parametrize("ending", [None, Ending.CUT, Ending.CONTRADICTED])
def test_an_audit_that_did_not_read_every_day_is_due_again(bed: Bed, ending: Ending | None) -> None:
    walked(bed, 10, 12)
    walked(bed, 15, 22)
    ways = Audit(bed.context, RU).ways(bed.articles)
    if ending is not None:
        ways[0].end(ending, "not to its end")
    for way in ways[1:]:
        read(way, "an article")
    bed.open()
    assert len(audited(bed)) == len(ways)


def test_nothing_older_than_a_month_is_audited(bed: Bed) -> None:
    walked(bed, 5, 12)
    walked(bed, 14, 22)
    bed.now = NOW + 29 * DAY
    bed.open()
    assert audited(bed) == [21, 22]


def test_an_article_on_two_pages_of_a_day_is_counted_once(bed: Bed) -> None:
    walked(bed, 10, 12)
    way = Audit(bed.context, RU).ways(bed.articles)[0]
    assert way.walk.bounds.since is not None
    cards = listing(("a", way.walk.bounds.since + HOUR))
    for number in (1, 2):
        call(way.request(number), answer(way.request(number), cards))
    assert bed.report.audit.listed == 1


def test_an_audit_is_no_part_of_what_a_run_walks(bed: Bed) -> None:
    walked(bed, 10, 12)
    assert {way.is_audit for way in Audit(bed.context, RU).ways(bed.articles)} == {True}
    assert not ListingWay(bed.articles, bed.walk()).is_audit
