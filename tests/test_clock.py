"""Moments as the feed prints them, and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kazcrawl import clock


def test_a_printed_moment_is_read_as_it_was() -> None:
    moment = datetime(2026, 8, 18, 16, 38, tzinfo=UTC)
    assert clock.text(moment) == "2026-08-18T16:38:00Z"
    astana = moment.astimezone(timezone(timedelta(hours=5)))
    assert clock.text(astana) == "2026-08-18T16:38:00Z"
    assert clock.parse("2026-08-18T16:38:00Z") == moment
    assert clock.parse("2026-08-18T16:38:00Z").utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-08-18", "2026-08-18 16:38:00Z", "2026-08-18T16:38:00.0Z"),
        *("2026-08-18T16:38:00", "2026-08-18T16:38:00+00:00"),
        *("2026-13-18T16:38:00Z", "2026-08-18T24:00:00Z"),
    ],
)
def test_what_is_printed_otherwise_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        clock.parse(text)
