"""Under which of several addresses an article is taken for one that is held."""

from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import forget
from kazcrawl.items import Fetched, Found
from kazcrawl.pipelines.dedupe import identify
from kazcrawl.record import Article, id_of
from kazcrawl.sites.kazinform import SITE
from tests.archive.test_store import article

ASKED, OTHER, OWN = (
    f"https://www.inform.kz/ru/{name}" for name in ("words-0a1b2c", "another-0a1b2d", "new-0a1b2e")
)


def test_the_address_that_was_asked_for_is_the_one_under_which_it_is_held(tmp_path: Path) -> None:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    asked, other = article(url=ASKED), article(url=OTHER)
    archive.add(asked)
    archive.add(other)
    item = Fetched(Article(OWN, "kazinform", "ru"), Found(asked.id, ASKED, "ru"))
    item.aliases = [OTHER, ASKED]
    identify(archive, SITE, item)
    assert (item.article.id, item.article.url) == (asked.id, ASKED)
    archive.close()


def test_an_address_that_was_forgotten_before_it_was_held_has_no_identity_to_give(
    tmp_path: Path,
) -> None:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    forget(archive, ASKED)
    item = Fetched(Article(OWN, "kazinform", "ru", id=id_of(OWN)), Found("f" * 32, ASKED, "ru"))
    item.aliases = [ASKED]
    identify(archive, SITE, item)
    assert (item.article.id, item.article.url) == (id_of(OWN), OWN)
    archive.close()
