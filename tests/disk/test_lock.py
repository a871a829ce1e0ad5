"""A lock names who holds it, and nobody who held it before."""

from pathlib import Path

import pytest

from kazcrawl.disk.lock import LockedError, locked


def test_who_holds_a_lock_is_named_and_nobody_of_before(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with locked(path, "scrapy crawl with a long name"):
        pass
    with locked(path, "prune"), pytest.raises(LockedError) as told, locked(path, "another"):
        pass
    holder = path.read_text()
    assert holder.startswith("prune, process ")
    assert holder.count("\n") == 1
    assert str(told.value) == f"{path}: held by {holder.strip()}"
