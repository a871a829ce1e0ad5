"""Looks by age: how many a run may have, and which come first."""

from datetime import datetime, timedelta
from email.utils import format_datetime

import orjson
import pytest
from scrapy.http import Response

from kazcrawl.crawl.looks import Looks, allowance
from kazcrawl.items import LOOK
from tests.crawl.bed import DAY, HOUR, NOW, Bed, link, urls


@pytest.mark.parametrize(
    ("requests", "looks", "share", "more"),
    [
        (0, 0, 0.05, 0),
        (18, 0, 0.05, 0),
        (19, 0, 0.05, 1),
        (20, 1, 0.05, 0),
        (38, 0, 0.05, 2),
        (39, 1, 0.05, 1),
        (40, 2, 0.05, 0),
        (50, 30, 0.05, 0),
        (10, 0, 0.5, 10),
        (14, 4, 0.5, 6),
        (100, 0, 0.0, 0),
    ],
)
def test_looks_are_a_share_of_all_requests_themselves_included(
    requests: int, looks: int, share: float, more: int
) -> None:
    assert allowance(requests, looks, share) == more


def due(bed: Bed, sent: int = 0, *editions: str) -> list[str]:
    looks = Looks(bed.articles, lambda: sent)
    asked = urls(looks.due(list(editions) or ["ru"]))
    assert looks.due(["ru"]) == [], "once a run"
    return asked


def test_what_is_due_is_looked_at_the_newest_first(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="1h,6h", KAZCRAWL_REVISIT_SHARE="1")
    for name, age in (("older", 7), ("newer", 2), ("young", 0.5)):
        bed.hold(link(name), NOW - age * HOUR)
    bed.hold(link("looked-at"), NOW - 2 * HOUR, checked=NOW - HOUR)
    assert due(bed) == [link("newer"), link("older")]
    assert bed.context.report.looks == {"scheduled": 2}
    assert bed.report.articles.revisited == 2
    newer = bed.site.addresses.url_hash(link("newer"))
    assert bed.context.memory.has([newer])
    assert bed.context.memory.was_looked_at(newer)


def test_what_was_missing_once_comes_first_and_what_is_gone_last(bed: Bed) -> None:
    gone = bed.hold(link("gone"), NOW - 90 * 60 * timedelta(seconds=1))
    missing = bed.hold(link("missing"), NOW - 7 * HOUR)
    bed.hold(link("newer"), NOW - 2 * HOUR)
    bed.now = NOW - 80 * 60 * timedelta(seconds=1)
    for _ in range(2):
        bed.account.missing(gone, LOOK)
    bed.account.missing(missing, LOOK)
    bed.now = NOW
    bed.open(KAZCRAWL_REVISIT="1h,6h", KAZCRAWL_REVISIT_SHARE="1")
    assert due(bed) == [link("missing"), link("newer"), link("gone")]


def test_looks_end_where_the_allowance_does_and_the_rest_stays_due(bed: Bed) -> None:
    settings = {"KAZCRAWL_REVISIT": "1h", "KAZCRAWL_REVISIT_SHARE": "0.5"}
    bed.open(**settings)
    for name, age in (("a", 2), ("b", 3), ("c", 4)):
        bed.hold(link(name), NOW - age * HOUR)
    assert due(bed, 2) == [link("a"), link("b")]
    bed.open(**settings)
    assert due(bed, 0) == []


def test_the_requests_and_looks_of_a_days_runs_count(bed: Bed) -> None:
    settings = {"KAZCRAWL_REVISIT": "1h", "KAZCRAWL_REVISIT_SHARE": "0.5"}

    def stats(requests: int, looks: int) -> str:
        told = {"downloader/request_count": requests, "looks/scheduled": looks}
        return orjson.dumps(told | {"source": "kazinform"}).decode()

    bed.ran(DAY, stats=stats(5, 1))
    bed.ran(DAY + timedelta(seconds=1), stats=stats(99, 0))
    bed.open(**settings)
    for number in range(9):
        bed.hold(link(f"story{number}"), NOW - 2 * HOUR)
    # Seven requests, of which one was a look: six others allow six, one of which was had.
    assert len(due(bed, 2)) == 5


def test_looks_of_this_run_that_were_scheduled_count_and_others_do_not(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="0.5")
    for number in range(9):
        bed.hold(link(f"story{number}"), NOW - 2 * HOUR)
    bed.context.report.looks.update(signalled=4, scheduled=1)
    assert len(due(bed, 5)) == 3


def test_what_a_run_looked_at_is_not_looked_at_twice(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="1")
    held = bed.hold(link("a"), NOW - 2 * HOUR)
    bed.articles.look(link("a"), "ru", bed.known(held), "signalled")
    assert due(bed) == []


def test_only_the_runs_editions_are_looked_at(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="1")
    bed.hold(link("a"), NOW - 2 * HOUR)
    bed.hold("https://kaz.inform.kz/news/b-0a1b2c/", NOW - 3 * HOUR, edition="kk")
    assert due(bed, 0, "kk") == ["https://kaz.inform.kz/news/b-0a1b2c/"]
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="1")
    assert due(bed, 0, "ru", "kk") == [link("a"), "https://kaz.inform.kz/news/b-0a1b2c/"]


def test_where_the_clock_is_not_believed_nothing_is_due_by_age(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="1")
    bed.hold(link("a"), NOW - HOUR)
    bed.context.clocks.hear(dated(NOW - DAY))
    assert due(bed) == []
    bed.context.clocks.hear(dated(NOW))
    bed.context.clocks.hear(dated(NOW))
    assert due(bed) == [link("a")]


def dated(moment: datetime) -> Response:
    """An answer of a server by whose clock it is that moment."""
    return Response(link("x"), headers={"Date": format_datetime(moment, usegmt=True)})


def test_never_means_never(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="off", KAZCRAWL_REVISIT_SHARE="1")
    bed.hold(link("a"), NOW - 2 * HOUR)
    assert due(bed) == []


def test_how_far_back_an_article_may_still_be_due(bed: Bed) -> None:
    bed.open(KAZCRAWL_REVISIT="12h", KAZCRAWL_REVISIT_SHARE="1")
    bed.hold(link("a"), NOW - 2 * DAY)
    bed.hold(link("b"), NOW - 2 * DAY - timedelta(seconds=1))
    assert due(bed) == [link("a")]
