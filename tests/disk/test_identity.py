"""A data folder's id stays with it."""

import fcntl
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from kazcrawl.disk.identity import identity, identity_of


def test_a_folder_is_given_an_id_once_for_all(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    assert identity_of(one) is None
    assert list(one.iterdir()) == []
    own = identity(one)
    assert len(own) == 32
    assert identity(one) == identity_of(one) == own
    assert identity(two) != own
    assert (one / ".id").read_text() == f"{own}\n"
    one.rename(tmp_path / "three")
    assert identity(tmp_path / "three") == own


def test_of_two_who_ask_at_once_for_a_first_id_both_are_given_the_same(tmp_path: Path) -> None:
    with (tmp_path / ".id").open("w+") as file, ThreadPoolExecutor() as pool:
        fcntl.flock(file, fcntl.LOCK_EX)
        asking = pool.submit(identity, tmp_path)
        wait([asking], timeout=0.2)
        file.write("f" * 32 + "\n")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_UN)
        assert asking.result() == "f" * 32
    assert (tmp_path / ".id").read_text() == "f" * 32 + "\n"
