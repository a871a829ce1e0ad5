"""What was found waits until its article is archived, and failures are never forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive, waiting
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.waiting import (
    LOOK,
    MISSING,
    NEW,
    Found,
    due,
    expect,
    look_again,
    postpone,
    waiting_rows,
)
from tests.archive.test_store import URL, article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    found = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield found
    found.close()


def found(url: str = URL, **fields: str) -> Found:
    return Found(article(url=url).id, url, "ru", **fields)


def fail(archive: Archive, reason: str = "500", limit: int = 3, **more: str) -> bool:
    return postpone(archive, "kazinform", found(), kind=NEW, reason=reason, limit=limit, **more)


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**span))


def test_a_found_address_waits_until_its_article_is_archived(archive: Archive) -> None:
    assert expect(archive, "kazinform", [found(section="ekonomika_s1", day="2026-11-23")]) == {}
    (row,) = due(archive, "kazinform", "ru", NEW)
    assert (row.url, row.section, row.day, row.attempts) == (URL, "ekonomika_s1", "2026-11-23", 0)
    archive.add(article())
    assert waiting_rows(archive) == []


def test_an_article_archived_under_another_address_waits_no_longer(archive: Archive) -> None:
    other = found("https://www.inform.kz/ru/former-slug-0a1b2c")
    expect(archive, "kazinform", [other])
    archive.add(article(), [other.url_hash])
    assert waiting_rows(archive) == []


def test_addresses_that_never_were_articles_wait_no_longer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_CHUNK", 2)
    addresses = [found(f"https://www.inform.kz/ru/words-{number:06x}") for number in range(6)]
    expect(archive, "kazinform", addresses)
    waiting.drop(archive, [one.url_hash for one in addresses[:5]])
    assert [row.url for row in waiting_rows(archive, "kazinform")] == [addresses[5].url]


def test_what_was_given_up_waits_again_and_is_counted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_CHUNK", 2)
    addresses = [found(f"https://www.inform.kz/ru/words-{number:06x}") for number in range(6)]
    for one in addresses[:5]:
        assert postpone(archive, "kazinform", one, kind=NEW, reason="500", limit=1)
    expect(archive, "kazinform", addresses)
    assert waiting.take_back(archive, [one.url_hash for one in addresses]) == 5
    assert not any(row.given_up for row in waiting_rows(archive, "kazinform"))


def test_an_address_that_waits_already_is_told_and_not_noted_twice(archive: Archive) -> None:
    expect(archive, "kazinform", [found()])
    again = expect(archive, "kazinform", [found(), found(URL.replace("0a1b2c", "1b2c3d"))])
    assert list(again) == [found().url_hash]
    assert len(waiting_rows(archive)) == 2


def test_a_failure_is_tried_again_after_twice_as_long_each_time(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not fail(archive)
    assert due(archive, "kazinform", "ru", NEW) == []
    later(monkeypatch, minutes=15)
    assert [row.reason for row in due(archive, "kazinform", "ru", NEW)] == ["500"]
    assert not fail(archive, "TimeoutError")
    later(monkeypatch, minutes=44)
    assert due(archive, "kazinform", "ru", NEW) == []
    later(monkeypatch, minutes=45)
    assert [row.attempts for row in due(archive, "kazinform", "ru", NEW)] == [2]


def test_after_the_limit_it_is_given_up_and_stays_as_the_account(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [fail(archive) for _ in range(3)] == [False, False, True]
    later(monkeypatch, days=400)
    assert due(archive, "kazinform", "ru", NEW) == []
    (row,) = waiting_rows(archive)
    assert (row.given_up, row.reason, row.attempts) == (True, "500", 3)


def test_a_missing_page_is_settled_by_two_runs(archive: Archive) -> None:
    assert not fail(archive, MISSING, limit=9)
    assert fail(archive, MISSING, limit=9)


def test_the_servers_own_time_is_waited_for(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(archive, "429", until=clock.text(NOW + timedelta(hours=3)))
    later(monkeypatch, hours=2, minutes=59)
    assert due(archive, "kazinform", "ru", NEW) == []
    later(monkeypatch, hours=3)
    assert len(due(archive, "kazinform", "ru", NEW)) == 1


def test_a_changed_article_waits_for_a_look_and_no_answer_or_any_settles_it(
    archive: Archive,
) -> None:
    archive.add(article())
    look_again(archive, "kazinform", [found()], "another headline")
    assert due(archive, "kazinform", "ru", NEW) == []
    assert [row.reason for row in due(archive, "kazinform", "ru", LOOK)] == ["another headline"]
    archive.unchanged(found().url_hash, checked_at="2026-11-23T13:00:00Z")
    assert waiting_rows(archive) == []
    assert archive.known([found().url_hash])[found().url_hash].checked_at == "2026-11-23T13:00:00Z"


def test_validators_are_kept_with_the_article_and_go_when_the_server_gives_none(
    archive: Archive,
) -> None:
    one = article()
    archive.add(one, validators=('"e1"', None))
    assert archive.validators(one.id) == ('"e1"', None)
    archive.add(article("Other text."))
    assert archive.validators(one.id) == (None, None)


def test_a_forgotten_article_waits_for_nothing(archive: Archive) -> None:
    expect(archive, "kazinform", [found()])
    forget(archive, URL)
    assert waiting_rows(archive) == []
