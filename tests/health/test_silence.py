"""The silence of an edition that always has news."""

from datetime import timedelta

import pytest

from kazcrawl.health import PastRun
from kazcrawl.health.case import Case
from kazcrawl.health.silence import Silence, silence
from tests.health.cases import NOW, edition, run

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def every(hours: int, until: timedelta, days: int = 20, **editions: object) -> list[PastRun]:
    """Good runs that met something new, every so many hours, the last so long ago."""
    ages = [until + hours * HOUR * step for step in range(days * 24 // hours)]
    return [PastRun(run(before=age, ru=edition(9, asked=3)), "good") for age in ages]


def quiet(*ages: timedelta) -> list[PastRun]:
    return [PastRun(run(before=age, ru=edition(9, known=24)), "nothing new") for age in ages]


def told(past: list[PastRun], asked: int = 0) -> Silence | None:
    return silence(Case(run(ru=edition(9, asked=asked, known=24)), past), "ru")


def test_a_day_without_an_article_is_told_of_an_edition_that_always_has_some() -> None:
    past = every(6, until=DAY) + quiet(HOUR)
    assert told(past) == Silence(NOW - DAY, 6 * HOUR)
    assert told(past, asked=1) is None


@pytest.mark.parametrize(
    ("last", "is_told"),
    [(24 * HOUR, True), (24 * HOUR + HOUR / 2, True), (23 * HOUR, False), (26 * HOUR, False)],
)
def test_a_silence_is_told_once_a_day(last: timedelta, is_told: bool) -> None:
    past = every(6, until=last) + quiet(HOUR)
    assert (told(past) is not None) is is_told


def test_the_second_day_of_a_silence_is_told_again() -> None:
    assert told(every(6, until=48 * HOUR) + quiet(24 * HOUR, HOUR))


def test_an_edition_that_was_silent_for_a_day_before_is_left_in_peace() -> None:
    assert told(every(24, until=DAY) + quiet(HOUR)) is None


def test_a_silence_thrice_as_long_as_any_before_is_no_chance() -> None:
    assert told(every(10, until=29 * HOUR) + quiet(HOUR)) is None
    assert told(every(10, until=30 * HOUR) + quiet(HOUR))


def test_an_archive_younger_than_a_fortnight_does_not_know_what_is_usual() -> None:
    assert told(every(6, until=DAY, days=14) + quiet(HOUR)) is None
    assert told([]) is None


def test_a_range_and_an_edition_that_was_not_asked_for_say_nothing() -> None:
    past = every(6, until=DAY) + quiet(HOUR)
    case = Case(run(ru=edition(9, known=24)), past)
    assert silence(case, "kk") is None
    case.report.ordinary = False
    assert silence(case, "ru") is None
