"""The day archive: what a day's list shows of other days, and archives of another zone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kazcrawl.archive.spans import Span
from kazcrawl.crawl.ways.days import Days, DayWay, range_of
from kazcrawl.sites.kazinform import SITE
from tests.crawl.bed import HOUR, Bed, answer, call, link, listing, urls

DAY = date(2026, 11, 20)
NEXT = timedelta(days=1)
MIDNIGHT = range_of(SITE, DAY, DAY).since
assert MIDNIGHT is not None


def days(bed: Bed, first: date = DAY, last: date = DAY) -> Days:
    return Days(bed.articles, SITE.editions["ru"], range_of(SITE, first, last))


def shows(way: DayWay, *cards: tuple[str, datetime | None] | str) -> list[str]:
    """What a day asks for when its only page shows these, and nothing is behind it."""
    asked = urls(call(way.request(1), answer(way.request(1), listing(*cards))))
    for _ in range(2):
        list(way.doubt(2, "page 2 is empty"))
    return asked[:-1]


def spans(bed: Bed) -> list[Any]:
    return bed.spans.get("ru", [])


def test_an_article_of_the_range_is_taken_whichever_days_list_shows_it(bed: Bed) -> None:
    way = days(bed, DAY, DAY + NEXT).way(DAY)
    cards = [
        ("before", MIDNIGHT - HOUR),
        ("own", MIDNIGHT),
        ("next", MIDNIGHT + 25 * HOUR),
        ("after", MIDNIGHT + 49 * HOUR),
    ]
    assert shows(way, *cards) == [link("own"), link("next")]


def test_a_day_whose_list_shows_its_own_articles_is_noted_alone(bed: Bed) -> None:
    of_edition = days(bed)
    way = of_edition.way(DAY)
    shows(way, ("own", MIDNIGHT + HOUR))
    assert spans(bed) == [Span(MIDNIGHT, MIDNIGHT + 24 * HOUR)]
    assert way.further() == []


def test_an_archive_of_another_zone_is_walked_a_day_wider_and_noted_with_its_neighbours(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    of_edition = days(bed)
    way = of_edition.way(DAY)
    shows(way, ("own", MIDNIGHT + 6 * HOUR), ("next", MIDNIGHT + 25 * HOUR))
    assert (
        "ru: the day archive goes by another zone: 2026-11-20 shows an article of 2026-11-21"
        in caplog.text
    )
    assert spans(bed) == []
    before, after = way.further()
    assert way.further() == []
    assert "start_date=2026-11-19" in before.request(1).url
    assert "start_date=2026-11-21" in after.request(1).url
    # The first hours of the day asked for, and nothing else of the day before.
    shown = (("early", MIDNIGHT + HOUR), ("late", MIDNIGHT - 6 * HOUR))
    assert shows(before, *shown) == [link("early")]  # type: ignore[arg-type]
    assert spans(bed) == []
    shows(after, ("other", MIDNIGHT + 30 * HOUR))  # type: ignore[arg-type]
    assert spans(bed) == [Span(MIDNIGHT, MIDNIGHT + 24 * HOUR)]


def test_the_future_has_no_list(bed: Bed) -> None:
    today = SITE.day(bed.context.started)
    of_edition = days(bed, today, today)
    way = of_edition.way(today)
    of_edition.note_stray(today, MIDNIGHT)
    assert [other.day for other in of_edition.widen()] == [today - NEXT]
    assert way.day == today


def test_today_is_walked_as_yesterdays_neighbour(bed: Bed) -> None:
    today = SITE.day(bed.context.started)
    of_edition = days(bed, today - NEXT, today - NEXT)
    of_edition.way(today - NEXT)
    of_edition.note_stray(today - NEXT, MIDNIGHT)
    assert [other.day for other in of_edition.widen()] == [today - 2 * NEXT, today]
