"""An older archive's identities: what was taken for an ID, and addresses in another spelling."""

import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.codec import pack
from kazcrawl.archive.database import APPLICATION_ID
from kazcrawl.archive.identities import MERGED
from kazcrawl.archive.spans import Span, spans
from kazcrawl.archive.waiting import waiting_rows
from kazcrawl.items import LOOK
from kazcrawl.record import Article, digest, id_of, line, record
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from tests.archive.test_migrations import OLDER

HEX = "https://www.inform.kz/ru/words-a12345"
OTHER = "https://kaz.inform.kz/news/sozder-a12345/"
ALONE = "https://www.inform.kz/ru/more-words-abcdef"
FORMER = digest("kazinform:a12345")


class Older:
    """An archive as the last program of schema 3 left it."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self.connection = sqlite3.connect(path)
        self.connection.executescript(OLDER[3])
        self.connection.execute(f"PRAGMA application_id={APPLICATION_ID}")

    def hold(self, url: str, *editions: str, aliases: tuple[str, ...] = ()) -> str:
        """An article with a version of each of these editions, a day each."""
        own = id_of(url)
        for number, edition in enumerate(editions, 1):
            moment = f"2026-11-1{number}T12:00:00Z"
            held = Article(url, "kazinform", edition, own, revision=number, date_published=moment)
            self.connection.execute(
                "INSERT INTO version VALUES (NULL, ?, ?, 'kazinform', ?, 'usable', 'c', 'g3', ?, "
                "'2026-11-20T00:00:00Z', 'c1', ?, ?, 1)",
                (own, number, edition, moment, *pack(line(record(held)))),
            )
        self.connection.execute(
            "INSERT INTO head (url_hash, content_hash, revision, status, checked_at) "
            "VALUES (?, 'c', ?, 'usable', '2026-11-20T00:00:00Z')",
            (own, len(editions)),
        )
        self.connection.executemany(
            "INSERT INTO alias VALUES (?, ?)", [(one, own) for one in aliases]
        )
        return own

    def walked(self, edition: str, since: str, until: str) -> None:
        self.connection.execute(
            "INSERT INTO walked VALUES ('kazinform', ?, ?, ?)", (edition, since, until)
        )

    def opened(self) -> Archive:
        self.connection.commit()
        self.connection.close()
        return Archive(self.url)


@pytest.fixture
def older(tmp_path: Path) -> Older:
    return Older(tmp_path / "archive.sqlite3")


def moment(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_what_hex_digits_merged_is_parted_and_fetched(
    older: Older, caplog: pytest.LogCaptureFixture
) -> None:
    own = older.hold(HEX, "ru", "kk", aliases=(FORMER, id_of(OTHER)))
    older.connection.execute("INSERT INTO validator VALUES (?, 'of another', NULL)", (own,))
    for edition in ("ru", "kk", "en"):
        older.walked(edition, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z")
    with caplog.at_level(logging.WARNING):
        archive = older.opened()
    assert archive.known([*ADDRESSES.identities(OTHER), FORMER]) == {}
    assert archive.known([own])[own].revision == 2
    assert archive.validators(own) == (None, None)
    (row,) = waiting_rows(archive)
    assert (row.url, row.kind, row.edition, row.reason) == (HEX, LOOK, "ru", MERGED)
    # Of each version its day in Astana, which begins at 19:00 UTC.
    assert spans(archive, "kazinform")["ru"] == [
        Span(moment(1, 0), moment(10, 19)),
        Span(moment(11, 19), moment(20, 0)),
    ]
    assert spans(archive, "kazinform")["kk"] == [
        Span(moment(1, 0), moment(11, 19)),
        Span(moment(12, 19), moment(20, 0)),
    ]
    assert spans(archive, "kazinform")["en"] == [Span(moment(1, 0), moment(20, 0))]
    archive.close()
    (told,) = caplog.messages
    assert told == (
        "archive: 1 aliases by hex digits dropped; articles that stood for others as well: 1, they "
        "are looked at again, and gaps=true walks their days again"
    )


def test_an_article_of_hex_digits_that_stood_for_itself_keeps_its_days(
    older: Older, caplog: pytest.LogCaptureFixture
) -> None:
    own = older.hold(ALONE, "ru", "ru", aliases=(digest("kazinform:abcdef"),))
    older.walked("ru", "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z")
    with caplog.at_level(logging.WARNING):
        archive = older.opened()
    assert caplog.messages == []
    assert archive.known([digest("kazinform:abcdef")]) == {}
    assert waiting_rows(archive) == []
    assert len(spans(archive, "kazinform")["ru"]) == 1
    key_hash = ADDRESSES.key_hash(ALONE)
    assert key_hash is not None
    assert [known.url_hash for known in archive.sharing([key_hash])[key_hash]] == [own]
    archive.close()


@pytest.mark.parametrize("words", ["words", "more-words", "other-words", "last-words"])
def test_an_id_leads_to_its_own_article_again(older: Older, words: str) -> None:
    # The two hashes decide which of them is mended first.
    own = older.hold(f"https://www.inform.kz/ru/{words}_a12345", "ru")
    older.hold(HEX, "ru", aliases=(FORMER,))
    archive = older.opened()
    assert archive.known([FORMER])[FORMER].url_hash == own
    archive.close()


def test_an_address_in_another_spelling_is_still_known(older: Older) -> None:
    url = "https://kaz.inform.kz/news/%d0%b0-%d2%9b-0a1b2c/"
    own = older.hold(url, "kk")
    archive = older.opened()
    names = ADDRESSES.identities(url)
    assert own not in names
    assert [known.url_hash for known in archive.known(names).values()] == [own]
    archive.close()


def test_articles_of_a_site_that_is_not_installed_stay_as_they_are(older: Older) -> None:
    own = older.hold(HEX, "ru", aliases=(FORMER,))
    older.connection.execute("UPDATE version SET source = 'elsewhere'")
    archive = older.opened()
    assert archive.known([FORMER])[FORMER].url_hash == own
    archive.close()
