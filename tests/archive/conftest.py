"""A real archive in a file, and a clock that the test sets."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


@pytest.fixture
def archive(url: str, clock_at: Callable[[datetime], None]) -> Iterator[Archive]:
    """An empty archive; it is noon of 2026-11-23 (UTC) until the test sets the clock."""
    opened = Archive(url)
    yield opened
    opened.close()


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock to a moment, at which it stands still."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand_at(NOW)
    return stand_at
