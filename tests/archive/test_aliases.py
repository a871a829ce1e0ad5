"""The hashes under which an article is known, and what of an address several may share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.aliases import add_aliases, drop_aliases
from tests.archive.test_store import article

OTHER = "https://www.inform.kz/ru/other-words-0a1b2c"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield archive
    archive.close()


def test_an_alias_stays_with_the_article_that_had_it_first(archive: Archive) -> None:
    first, second = article(), article(url=OTHER)
    archive.add(first, ["x"])
    archive.add(second, ["x", "y"])
    known = archive.known(["x", "y"])
    assert (known["x"].url_hash, known["y"].url_hash) == (first.id, second.id)


def test_only_an_articles_own_aliases_are_dropped(archive: Archive) -> None:
    first, second = article(), article(url=OTHER)
    archive.add(first, ["x"])
    archive.add(second, ["y"])
    with archive.writing() as connection:
        add_aliases(connection, first.id, [first.id])
        assert drop_aliases(connection, first.id, ["x", "y", first.id]) == 1
    assert list(archive.known(["x", "y"])) == ["y"]


def test_several_articles_may_share_what_of_an_address_stays(archive: Archive) -> None:
    first, second = article(), article(url=OTHER)
    archive.add(first, key_hash="k")
    archive.add(article("Other text."), key_hash="k")
    archive.add(second, key_hash="k")
    sharing = archive.sharing(["k", "l"])
    assert {known.url_hash: known.revision for known in sharing.pop("k")} == {
        first.id: 2,
        second.id: 1,
    }
    assert sharing == archive.sharing([]) == {}
