"""What servers say of the time: their Date, as old as their Age; the median decides."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.fetch.clocks import ServerClocks, ahead_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def said(ahead: timedelta, **headers: str) -> Response:
    """An answer of a server whose clock this machine's is ahead of."""
    date = {"Date": format_datetime(NOW - ahead, usegmt=True)}
    return Response("https://www.inform.kz/", headers=date | headers)


@pytest.mark.parametrize("seconds", [0, 90, -3600])
def test_a_date_tells_how_far_the_clock_is_ahead(seconds: int) -> None:
    assert ahead_of(said(timedelta(seconds=seconds))) == seconds


def test_an_answer_out_of_a_cache_is_as_old_as_it_says() -> None:
    assert ahead_of(said(timedelta(hours=3), Age="10800")) == 0
    assert ahead_of(said(timedelta(hours=3), Age="none")) == 10800
    assert ahead_of(said(timedelta(hours=3), Age="9" * 5_000)) == 10800 - 10**9


@pytest.mark.parametrize(
    "date",
    ["Monday, 23-Nov-26 11:00:00 GMT", "Mon Nov 23 11:00:00 2026", "Mon, 23 Nov 2026 06:00:00 EST"],
)
def test_a_date_may_have_an_old_form(date: str) -> None:
    assert ahead_of(Response("https://www.inform.kz/", headers={"Date": date})) == 3600


@pytest.mark.parametrize(
    "date",
    [
        *("", "yesterday", "Mon, 23 Nov 2026 12:00:00", "Mon, 32 Nov 2026 12:00:00 GMT"),
        *("Fri, 31 Dec 9999 23:59:59 -1200", f"Mon, 23 Nov {'9' * 30} 12:00:00 GMT"),
    ],
)
def test_no_date_no_opinion(date: str) -> None:
    assert ahead_of(Response("https://www.inform.kz/", headers={"Date": date})) is None
    clocks = ServerClocks()
    clocks.hear(Response("https://www.inform.kz/"))
    assert clocks.ahead == timedelta()
    assert not clocks.are_apart


def test_the_median_decides_and_ten_minutes_are_too_many() -> None:
    clocks = ServerClocks()
    for minutes in (0, 10, 5000):
        clocks.hear(said(timedelta(minutes=minutes)))
    assert clocks.ahead == timedelta(minutes=10)
    assert not clocks.are_apart
    clocks.hear(said(timedelta(minutes=11)))
    assert clocks.are_apart


@pytest.mark.parametrize(
    ("ahead", "wrong"),
    [
        (timedelta(days=-2), timedelta(days=2)),
        (timedelta(minutes=-11), timedelta(minutes=11)),
        (timedelta(minutes=-10), timedelta()),
        (timedelta(days=2), timedelta()),
    ],
)
def test_only_a_clock_that_is_far_behind_is_set_right(ahead: timedelta, wrong: timedelta) -> None:
    clocks = ServerClocks()
    assert clocks.now() == NOW
    clocks.hear(said(ahead))
    assert clocks.now() == NOW + wrong
