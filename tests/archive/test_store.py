"""The archive on a real SQLite file: versions only grow, and nothing foreign is touched."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.database import APPLICATION_ID
from kazcrawl.record import Article, content_hash
from kazcrawl.sites.kazinform.addresses import ADDRESSES

URL = "https://www.inform.kz/ru/astana-zhanalyq-0a1b2c"
NOTED = "2026-11-23T12:00:00Z"


def article(body: str = "Text.", url: str = URL, **fields: object) -> Article:
    return Article(
        url=url,
        source="kazinform",
        edition="ru",
        id=ADDRESSES.url_hash(url),
        headline="Headline",
        article_body=body,
        content_hash=content_hash("Headline", None, body),
        fetched_at="2026-11-23T12:00:00Z",
        crawl_id="c1",
        **fields,  # type: ignore[arg-type]
    )


def numbered(number: int, **fields: object) -> Article:
    """An article whose text, and address, tell its number."""
    url = f"https://www.inform.kz/ru/word-{number:06x}"
    return article(f"Text {number}.", url, **{"layout": "g3", **fields})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite3"


def test_a_new_article_is_revision_1_and_known_at_once(path: Path) -> None:
    archive = Archive(f"sqlite:///{path}")
    one = article()
    assert archive.known([one.id]) == {}
    assert archive.add(one)
    assert one.revision == 1
    known = archive.known([one.id])[one.id]
    assert (known.content_hash, known.revision, known.status) == (one.content_hash, 1, "usable")
    archive.close()


def test_unchanged_text_adds_nothing_and_changed_text_a_revision(path: Path) -> None:
    archive = Archive(f"sqlite:///{path}")
    archive.add(article())
    again = article()
    again.fetched_at = "2026-11-24T12:00:00Z"
    assert not archive.add(again)
    assert archive.known([again.id])[again.id].checked_at == "2026-11-24T12:00:00Z"
    changed = article("Other text.")
    assert archive.add(changed)
    assert changed.revision == 2
    assert archive.newest(changed.id)["article_body"] == "Other text."
    back = article()
    assert archive.add(back)
    assert back.revision == 3, "text that came back is a version of its own"
    archive.close()


def test_an_article_is_known_under_its_aliases(path: Path) -> None:
    archive = Archive(f"sqlite:///{path}")
    old = "https://qazinform.com/news/some-words_a2430289/"
    archive.add(article(url=old), ADDRESSES.identities(old))
    for other in (
        "https://en.inform.kz/news/some-words_a2430289",
        "https://www.inform.kz/eng/article/2430289",
    ):
        names = ADDRESSES.identities(other)
        assert any(archive.known(names).values()), other
    archive.close()


def test_what_was_added_is_there_after_opening_again(path: Path) -> None:
    archive = Archive(f"sqlite:///{path}")
    archive.add(article())
    archive.close()
    archive = Archive(f"sqlite:///{path}", create=False)
    assert archive.newest(ADDRESSES.url_hash(URL))["headline"] == "Headline"
    archive.close()


def test_a_foreign_database_is_refused_and_left_as_it_is(path: Path) -> None:
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive, or damaged; nothing was changed"):
        Archive(f"sqlite:///{path}")
    with sqlite3.connect(path) as foreign:
        assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    assert before


@pytest.mark.parametrize("content", [b"not a database, but long enough to look like one" * 20])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="not a database"):
        Archive(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_an_archive_of_a_newer_version_is_refused(path: Path) -> None:
    Archive(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(ArchiveError, match="made by a newer kazcrawl"):
        Archive(f"sqlite:///{path}")


def test_an_archive_whose_tables_are_gone_is_not_made_anew(path: Path) -> None:
    Archive(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as broken:
        broken.execute("DROP TABLE version")
        broken.execute("DROP TABLE meta")
    with pytest.raises(ArchiveError, match="not an archive, or damaged"):
        Archive(f"sqlite:///{path}")


def test_an_archive_that_must_be_there_is_not_created(path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is none yet"):
        Archive(f"sqlite:///{path}", create=False)
    assert not path.exists()


def test_the_file_is_marked_as_an_archive_and_survives_hard_kills(path: Path) -> None:
    Archive(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_passwords_do_not_stand_in_messages() -> None:
    with pytest.raises(ArchiveError) as error:
        Archive("postgresql+psycopg://me:sesame@127.0.0.1:1/archive")
    assert "sesame" not in str(error.value)
    assert "\n" not in str(error.value)


_OTHER_PROCESS = """
import sqlite3, sys
archive = sqlite3.connect(sys.argv[1])
print(archive.execute("SELECT count(*) FROM version").fetchone()[0])
archive.close()
"""


def _count_elsewhere(path: Path) -> int:
    """How many versions another process sees; its closing is what a careless lock would miss."""
    run = subprocess.run(
        [sys.executable, "-c", _OTHER_PROCESS, str(path)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


def test_opening_the_archive_again_does_not_give_up_the_locks_of_the_first_connection(
    path: Path,
) -> None:
    # POSIX drops all of a process's locks on a file when it closes any descriptor of it. An
    # archive without its locks is taken for closed by others, who then remove its log.
    archive = Archive(f"sqlite:///{path}")
    archive.add(article())
    again = Archive(f"sqlite:///{path}")
    again.close()
    log = path.with_name(path.name + "-wal")
    for number in range(2, 8):
        assert _count_elsewhere(path) == number - 1
        assert log.exists(), "another process removed the log of an open archive"
        archive.add(article(f"Text {number}."))
    archive.close()
    assert _count_elsewhere(path) == 7
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
