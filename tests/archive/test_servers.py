"""Servers that asked to be left alone are so in the next runs, for a day at most."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.servers import ClosedServer, close_server, closed_servers

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(f"sqlite:///{tmp_path}/archive.sqlite3")
    yield archive
    archive.close()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_server_is_left_alone_until_the_time_that_it_named_last(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOW)
    close_server(archive, ClosedServer("kazinform", "HTTP 503", clock.text(NOW + HOUR)))
    later = ClosedServer("kazinform", "HTTP 429", clock.text(NOW + 2 * HOUR))
    close_server(archive, later)
    for hours, closed in ((0, {"kazinform": later}), (1, {"kazinform": later}), (2, {})):
        at(monkeypatch, NOW + hours * HOUR)
        assert closed_servers(archive) == closed


def test_no_server_is_left_alone_for_more_than_a_day(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOW)
    close_server(archive, ClosedServer("x.example", "HTTP 503", "2031-01-01T00:00:00Z"))
    assert closed_servers(archive)["x.example"].until == clock.text(NOW + 24 * HOUR)
    at(monkeypatch, NOW + 25 * HOUR)
    assert closed_servers(archive) == {}


def test_what_a_clock_that_was_ahead_noted_is_not_believed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOW + 72 * HOUR)
    close_server(archive, ClosedServer("x.example", "HTTP 503", clock.text(NOW + 90 * HOUR)))
    at(monkeypatch, NOW)
    assert closed_servers(archive) == {}
