"""Feed and listing as two witnesses: what is counted of them, and when."""

from datetime import datetime

from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Entry
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.recapture import Recapture
from kazcrawl.crawl.ways.syndication import SyndicationWay
from kazcrawl.health.counts import WitnessCounts
from tests.crawl.bed import HOUR, NOW, Bed, answer, call, listing
from tests.crawl.ways.test_syndication import rss


def cards(*hours: float) -> Cards:
    """Cards by their age in hours; below 0 is one without a moment."""
    moments: dict[str, datetime | None] = {
        f"id{age}": NOW - HOUR * age if age >= 0 else None for age in hours
    }
    return {name: (name, Entry(name, moment)) for name, moment in moments.items()}


def counted(recapture: Recapture) -> WitnessCounts:
    counts = WitnessCounts()
    recapture.count(counts)
    return counts


def test_the_span_is_that_over_which_both_went() -> None:
    recapture = Recapture()
    recapture.tell(cards(1, 2, 3, 9))
    recapture.show(cards(1, 3))
    recapture.show(cards(4, 5, -1))
    assert counted(recapture) == WitnessCounts(feed=3, listing=4, both=2)


def test_one_witness_alone_is_not_counted() -> None:
    recapture = Recapture()
    recapture.tell(cards(1))
    assert counted(recapture) == WitnessCounts()


def walked(bed: Bed, *, is_full: bool) -> None:
    since = NOW - 3 * HOUR
    walk = bed.walk(bounds=Bounds(since), is_standing=True, is_full=is_full)
    way = SyndicationWay(bed.articles, walk, is_confirming=False)
    feed = way.begin()
    told = (("a", NOW - HOUR), ("b", NOW - 2 * HOUR), ("old", since - HOUR))
    (*_, page) = call(feed, answer(feed, rss(*told)))
    call(page, answer(page, listing(("a", NOW - HOUR), ("c", NOW - 2 * HOUR))))
    request = way.request(2)
    call(request, answer(request, listing(("old", since - HOUR))))
    for request in way.confirm():
        call(request, answer(request, listing(("a", NOW - HOUR), ("c", NOW - 2 * HOUR))))


def test_a_full_walk_counts_what_its_feed_and_its_listing_told(bed: Bed) -> None:
    walked(bed, is_full=True)
    assert bed.report.witnesses == WitnessCounts(feed=3, listing=3, both=2)


def test_a_walk_that_only_confirms_counts_nothing(bed: Bed) -> None:
    walked(bed, is_full=False)
    assert bed.report.witnesses == WitnessCounts()
