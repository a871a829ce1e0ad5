"""A data folder's id stays with it."""

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
