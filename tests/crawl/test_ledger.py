"""What may be noted as walked: the whole table of kinds and endings, and never the future."""

from datetime import timedelta

import pytest
from scrapy.http import Response

from kazcrawl.archive.spans import Span
from kazcrawl.crawl import ledger
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending, Kind
from tests.crawl.bed import DAY, HOUR, NOW, Bed, link, url_hash

SINCE = NOW - 7 * DAY
ENTITLED = {
    (Kind.FRONT, Ending.REACHED),
    (Kind.FRONT, Ending.LAST),
    (Kind.FRONT, Ending.SYNDICATION),
    (Kind.FRONT, Ending.UNCHANGED),
    (Kind.DAY, Ending.REACHED),
    (Kind.DAY, Ending.LAST),
    (Kind.POSTS, Ending.REACHED),
    (Kind.POSTS, Ending.LAST),
    (Kind.POSTS, Ending.UNCHANGED),
}


@pytest.mark.parametrize("ending", [*Ending, None])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_walk_entitles_to(bed: Bed, kind: Kind, ending: Ending | None) -> None:
    walk = bed.walk(kind, ending=ending, witness="seen")
    is_entitled = (kind, ending) in ENTITLED
    assert ledger.is_entitled(walk) is is_entitled
    ledger.note(bed.context, walk)
    assert bed.spans == ({"ru": [Span(SINCE, NOW)]} if is_entitled else {})


@pytest.mark.parametrize("ending", list(Ending))
def test_a_search_over_a_range_notes_nothing(bed: Bed, ending: Ending) -> None:
    bounds = Bounds(SINCE, NOW, strict=True)
    ledger.note(bed.context, bed.walk(Kind.SEARCH, bounds=bounds, ending=ending))
    assert bed.spans == {}


@pytest.mark.parametrize(
    ("until", "noted"),
    [
        (NOW - timedelta(seconds=1), NOW - timedelta(seconds=1)),
        (NOW, NOW),
        (NOW + timedelta(seconds=1), NOW),
        (NOW + DAY, NOW),
        (None, NOW),
    ],
)
def test_nothing_later_than_the_runs_beginning_is_noted(
    bed: Bed, until: object, noted: object
) -> None:
    bed.now = NOW + DAY
    bounds = Bounds(SINCE, until, strict=True)  # type: ignore[arg-type]
    ledger.note(bed.context, bed.walk(bounds=bounds, ending=Ending.LAST))
    assert bed.spans == {"ru": [Span(SINCE, noted)]}  # type: ignore[arg-type]


def test_a_walk_of_the_future_notes_nothing(bed: Bed) -> None:
    bounds = Bounds(NOW + DAY, NOW + 2 * DAY, strict=True)
    ledger.note(bed.context, bed.walk(Kind.DAY, bounds=bounds, ending=Ending.LAST))
    assert bed.spans == {}


def test_a_walk_without_a_beginning_notes_nothing(bed: Bed) -> None:
    ledger.note(bed.context, bed.walk(bounds=Bounds(), ending=Ending.LAST))
    assert bed.spans == {}


def test_nothing_is_noted_where_the_clocks_are_apart(bed: Bed) -> None:
    date = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}
    bed.context.clocks.hear(Response("https://www.inform.kz/", headers=date))
    ledger.note(bed.context, bed.walk(ending=Ending.LAST))
    assert bed.spans == {}


@pytest.mark.parametrize(
    ("kind", "ending", "held", "shown", "begin"),
    [
        (Kind.FRONT, Ending.LAST, 2, 0, NOW - DAY),
        (Kind.POSTS, Ending.LAST, 9, 0, NOW - DAY),
        # One may have been withdrawn from the list, and pinned ones stand at its head.
        (Kind.FRONT, Ending.LAST, 1, 0, SINCE),
        (Kind.FRONT, Ending.LAST, 9, 8, SINCE),
        (Kind.FRONT, Ending.REACHED, 9, 0, SINCE),
        (Kind.DAY, Ending.LAST, 9, 0, SINCE),
    ],
)
def test_a_list_of_everything_that_lacks_what_is_held_from_before_its_end_did_not_end_there(
    bed: Bed, kind: Kind, ending: Ending, held: int, shown: int, begin: object
) -> None:
    for number in range(held):
        bed.hold(link(f"older-{number}"), NOW - DAY - (number + 1) * HOUR)
    walk = bed.walk(kind, ending=ending, witness="page 2 is empty, twice", oldest=NOW - DAY)
    for number in range(shown):
        walk.seen_ids.add(url_hash(f"older-{number}"))
    ledger.note(bed.context, walk)
    assert bed.spans == {"ru": [Span(begin, NOW)]}  # type: ignore[arg-type]
    told = ["page 2 is empty, twice, and older articles are held"] if begin != SINCE else []
    assert list(bed.report.contradictions) == told


def test_a_list_that_shows_what_is_older_than_asked_for_lacks_nothing(bed: Bed) -> None:
    for number in range(3):
        bed.hold(link(f"older-{number}"), SINCE - 2 * DAY)
    ledger.note(bed.context, bed.walk(ending=Ending.LAST, oldest=SINCE - DAY))
    assert bed.spans == {"ru": [Span(SINCE, NOW)]}
    assert bed.report.contradictions == {}
