"""An archive keeps its id, and a copy of it has the same."""

from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.copying import copy_archive
from kazcrawl.archive.own_id import own_id


def id_of(url: str) -> str:
    archive = Archive(url)
    with archive.writing() as connection:
        found = own_id(connection)
    archive.close()
    return found


def test_an_id_is_given_once_and_goes_with_a_copy(tmp_path: Path) -> None:
    one, two, other = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("one", "two", "other"))
    own = id_of(one)
    assert len(own) == 32
    assert id_of(one) == own != id_of(other)
    copy_archive(one, two)
    assert id_of(two) == own


def test_an_id_is_given_once_in_postgresql_as_well(database: str) -> None:
    assert id_of(database) == id_of(database)
