"""A run over the agency, without a crawler: a real archive in a folder, and the clock stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl.bed import Bed


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    bed = Bed(tmp_path, monkeypatch)
    yield bed
    bed.context.close_stores()
