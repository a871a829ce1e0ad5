"""Which past runs a run is compared with."""

from datetime import UTC, datetime, timedelta

import pytest

from kazcrawl.health import PastRun, RunReport
from kazcrawl.health.past import WEEKS, comparable

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def run(before: timedelta, verdict: str | None = "good", *, ordinary: bool = True) -> PastRun:
    return PastRun(RunReport("kazinform", NOW - before, ordinary=ordinary), verdict)


def weeks_back(count: int, off: timedelta = timedelta()) -> list[PastRun]:
    return [run(timedelta(weeks=number) + off) for number in range(1, count + 1)]


def chosen(past: list[PastRun]) -> list[timedelta]:
    return [NOW - report.started for report in comparable(past, NOW)]


@pytest.mark.parametrize("verdict", ["good", "nothing new", "degraded"])
def test_runs_that_said_what_they_found_are_ordinary(verdict: str) -> None:
    assert run(MINUTE, verdict).ordinary
    assert not run(MINUTE, verdict, ordinary=False).ordinary


@pytest.mark.parametrize("verdict", ["refused", "unreachable", "failed", "stopped", None])
def test_runs_that_did_not_are_not(verdict: str | None) -> None:
    assert not run(MINUTE, verdict).ordinary


def test_five_weeks_are_looked_at() -> None:
    assert WEEKS == 5
    # Five of the same hour, and one of another that the newest runs would hold as well.
    past = [*weeks_back(6), run(timedelta(hours=5))]
    assert chosen(past) == [timedelta(weeks=number) for number in range(1, 6)]


def test_the_runs_of_the_last_hour_are_not_the_same_hour_of_a_week_ago() -> None:
    just_now = [run(number * MINUTE) for number in (10, 40, 70)]
    assert chosen([*weeks_back(3), *just_now]) == [timedelta(weeks=number) for number in (1, 2, 3)]


@pytest.mark.parametrize("off", [timedelta(minutes=90), -timedelta(minutes=90)])
def test_the_same_hour_is_ninety_minutes_either_way(off: timedelta) -> None:
    other = run(timedelta(hours=5))
    assert len(chosen([*weeks_back(4, off), other])) == 4
    further = off + (MINUTE if off > timedelta() else -MINUTE)
    assert len(chosen([*weeks_back(4, further), other])) == 5, "the newest runs instead"


def test_three_of_the_same_hour_are_enough_and_two_are_not() -> None:
    others = [run(timedelta(days=2, hours=number)) for number in (3, 4)]
    assert len(chosen([*weeks_back(3), *others])) == 3
    assert len(chosen([*weeks_back(2), *others])) == 4


def test_the_newest_twenty_stand_in_for_earlier_weeks() -> None:
    past = [run(timedelta(days=1, hours=number)) for number in range(22)]
    assert sorted(chosen(past)) == [timedelta(days=1, hours=number) for number in range(20)]


def test_of_three_runs_something_is_usual_and_of_two_nothing() -> None:
    past = [run(timedelta(days=number)) for number in (2, 3, 4)]
    assert len(chosen(past)) == 3
    assert chosen(past[:2]) == []


def test_runs_that_began_no_earlier_and_extraordinary_ones_are_not_compared() -> None:
    past = [run(timedelta(days=number)) for number in (2, 3, 4)]
    odd = [run(timedelta()), run(-MINUTE), run(MINUTE, "failed"), run(MINUTE, ordinary=False)]
    assert chosen([*odd, *past]) == [timedelta(days=number) for number in (4, 3, 2)]
