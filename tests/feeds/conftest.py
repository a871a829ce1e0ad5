"""An archive to publish from, and the folder to publish into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.archive import Archive


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    opened = Archive(url)
    yield opened
    opened.close()


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds"
