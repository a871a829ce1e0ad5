"""When an archived article is due for another look."""

from datetime import datetime, timedelta

import pytest

from kazcrawl import clock
from kazcrawl.archive import FORGOTTEN, Known
from kazcrawl.config.revisit import Revisit
from kazcrawl.crawl import looks

PUBLISHED = clock.parse("2026-11-20T00:00:00Z")
AGES = Revisit((timedelta(hours=1), timedelta(hours=6), timedelta(days=1)))


def known(checked: timedelta, **fields: object) -> Known:
    values = {
        "url_hash": "h",
        "content_hash": "c",
        "revision": 1,
        "status": "usable",
        "date_published": clock.text(PUBLISHED),
        "checked_at": clock.text(PUBLISHED + checked),
        "misses": 0,
    }
    return Known(**(values | fields))  # type: ignore[arg-type]


def is_due(revisit: Revisit, article: Known, now: datetime) -> bool:
    """Whether it is in a run that began just now."""
    return looks.is_due(revisit, article, now, now)


def at(**age: float) -> datetime:
    return PUBLISHED + timedelta(**age)


@pytest.mark.parametrize(
    ("checked", "now", "due"),
    [
        (timedelta(minutes=5), at(minutes=50), False),
        (timedelta(minutes=5), at(minutes=61), True),
        (timedelta(minutes=61), at(hours=5), False),
        (timedelta(minutes=61), at(hours=6), True),
        (timedelta(minutes=5), at(days=3), True),
        (timedelta(days=2), at(days=900), False),
        # By a clock that was days ahead.
        (timedelta(days=3), at(minutes=50), False),
        (timedelta(days=3), at(minutes=61), True),
    ],
)
def test_one_look_covers_every_age_already_passed(
    checked: timedelta, now: datetime, due: bool
) -> None:
    assert is_due(AGES, known(checked), now) is due


def test_always_and_never_are_what_they_say() -> None:
    one = known(timedelta(days=2))
    assert is_due(Revisit(always=True), one, at(days=3)) is True
    assert is_due(Revisit(), known(timedelta(0)), at(days=3)) is False


def test_what_was_forgotten_is_never_due() -> None:
    forgotten = known(timedelta(days=2), status=FORGOTTEN, misses=1)
    assert is_due(Revisit(always=True), forgotten, at(days=3)) is False


def test_a_page_missing_once_is_due_in_the_next_run_and_a_gone_one_is_not() -> None:
    now = at(days=2, hours=1)
    assert is_due(AGES, known(timedelta(days=2), misses=1), now) is True
    assert is_due(AGES, known(timedelta(days=2), misses=2, status="gone"), now) is False


def test_an_article_without_a_date_is_not_due_by_age() -> None:
    assert is_due(AGES, known(timedelta(0), date_published=None), at(days=3)) is False


def test_what_a_long_run_archived_since_it_began_was_looked_at() -> None:
    began, now = at(hours=5), at(hours=9)
    assert looks.is_due(AGES, known(timedelta(hours=8)), began, now) is False
    assert looks.is_due(AGES, known(timedelta(hours=10)), began, now) is True
