"""What a look at an article does to it: known, unchanged, missed, gone, seen again, forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kazcrawl.archive import Archive, ArchiveError, Known
from kazcrawl.archive import schema as tables
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.store import version_of
from kazcrawl.archive.waiting import expect, waiting_rows
from kazcrawl.items import Found
from kazcrawl.record import record
from tests.archive.conftest import NOW
from tests.archive.test_store import URL, article

OTHER = "https://www.inform.kz/ru/other-words-0a1b2d"
OWN = article().id


def known(archive: Archive, url_hash: str = OWN) -> Known:
    return archive.known([url_hash])[url_hash]


def miss(archive: Archive, hour: int, url_hash: str = OWN) -> bool:
    return archive.miss(url_hash, checked_at=f"2026-11-23T{hour}:00:00Z", crawl_id="c2")


def versions(archive: Archive, url_hash: str = OWN) -> list[tuple[int, str]]:
    kept = tables.version.c
    with archive.reading() as reader:
        wanted = select(kept.revision, kept.status).where(kept.url_hash == url_hash)
        return [(row[0], row[1]) for row in reader.execute(wanted.order_by(kept.seq))]


def test_known_tells_by_the_hash_that_was_asked_for(archive: Archive) -> None:
    own = article(date_published="2026-11-23T08:00:00Z")
    archive.add(own, ["c" * 32, "d" * 32])
    archive.add(article(url=OTHER))
    assert archive.known([]) == {}
    first = Known(
        own.id, str(own.content_hash), 1, "usable", "2026-11-23T08:00:00Z",
        "2026-11-23T12:00:00Z", 0,
    )  # fmt: skip
    assert archive.known([own.id]) == {own.id: first}
    asked = [own.id, "c" * 32, "e" * 32, article(url=OTHER).id]
    told = archive.known(asked)
    assert set(told) == {own.id, "c" * 32, article(url=OTHER).id}
    assert told["c" * 32] == told[own.id] == first
    assert archive.known(["e" * 32]) == {}


def test_an_alias_of_an_article_that_is_not_held_leads_nowhere(archive: Archive) -> None:
    with archive.writing() as connection:
        connection.execute(
            tables.alias.insert().values(alias_hash="a" * 32, url_hash="b" * 32)
        )  # fmt: skip
    assert archive.known(["a" * 32]) == {}


def test_an_alias_keeps_leading_where_it_led_first(archive: Archive) -> None:
    archive.add(article(), [OWN, "c" * 32])
    archive.add(article(url=OTHER), ["c" * 32, "d" * 32])
    assert known(archive, "c" * 32).url_hash == OWN
    assert known(archive, "d" * 32).url_hash == article(url=OTHER).id
    with archive.reading() as reader:
        aliases = reader.execute(tables.alias.select()).all()
    assert sorted(row.alias_hash for row in aliases) == ["c" * 32, "d" * 32]


def test_a_changed_article_is_known_by_its_newest_version(archive: Archive) -> None:
    archive.add(article(date_published="2026-11-23T08:00:00Z"))
    changed = article("Other.", date_published="2026-11-23T09:00:00Z")
    changed.fetched_at = "2026-11-23T14:00:00Z"
    archive.add(changed)
    assert known(archive)[1:] == (
        changed.content_hash, 2, "usable", "2026-11-23T09:00:00Z", "2026-11-23T14:00:00Z", 0,
    )  # fmt: skip
    assert versions(archive) == [(1, "usable"), (2, "usable")]


def test_a_version_is_archived_as_its_record(archive: Archive) -> None:
    own = article(layout="g3", date_published="2026-11-23T08:00:00Z")
    archive.add(own)
    row = version_of(record(own))
    with archive.reading() as reader:
        held = reader.execute(tables.version.select()).mappings().one()
    assert dict(held) == row | {"seq": 1, "batch_id": None, "sections": None}
    assert {name: row[name] for name in row if name not in ("codec", "body")} == {
        "url_hash": OWN, "revision": 1, "source": "kazinform", "edition": "ru",
        "status": "usable", "content_hash": own.content_hash, "layout": "g3",
        "date_published": "2026-11-23T08:00:00Z", "fetched_at": "2026-11-23T12:00:00Z",
        "crawl_id": "c1", "schema_version": 1,
    }  # fmt: skip
    assert archive.newest(OWN) == record(own)


def test_any_field_makes_a_revision_only_when_asked_for(archive: Archive) -> None:
    archive.add(article())
    named = article(keywords=["word"])
    assert not archive.add(named)
    again = article()
    again.fetched_at, again.crawl_id = "2026-11-25T12:00:00Z", "c3"
    assert not archive.add(again, any_field=True), "what a crawl adds itself is no difference"
    assert archive.add(named, any_field=True)
    assert archive.newest(OWN)["keywords"] == ["word"]
    assert archive.add(article("Other."), any_field=True)
    assert [number for number, _ in versions(archive)] == [1, 2, 3]
    assert archive.add(article(url=OTHER), any_field=True)


def test_two_misses_in_a_row_make_an_article_gone(archive: Archive) -> None:
    archive.add(article(date_published="2026-11-23T08:00:00Z"))
    assert not miss(archive, 13)
    assert (known(archive).misses, known(archive).status) == (1, "usable")
    assert known(archive).checked_at == "2026-11-23T13:00:00Z"
    assert miss(archive, 14)
    assert known(archive)[2:] == (
        2, "gone", "2026-11-23T08:00:00Z", "2026-11-23T14:00:00Z", 2,
    )  # fmt: skip
    gone = record(article(date_published="2026-11-23T08:00:00Z", status="gone", revision=2))
    told = {"fetched_at": "2026-11-23T14:00:00Z", "crawl_id": "c2"}
    assert archive.newest(OWN) == gone | told
    assert not miss(archive, 15)
    assert (known(archive).revision, known(archive).checked_at) == (2, "2026-11-23T15:00:00Z")
    assert versions(archive) == [(1, "usable"), (2, "gone")]


@pytest.mark.parametrize("look", ["same text", "other text", "unchanged"])
def test_a_good_look_between_misses_begins_the_count_anew(archive: Archive, look: str) -> None:
    archive.add(article())
    archive.add(article(url=OTHER))
    miss(archive, 13)
    miss(archive, 13, article(url=OTHER).id)
    if look == "unchanged":
        archive.unchanged(OWN, checked_at="2026-11-23T14:00:00Z")
    else:
        archive.add(article("Text." if look == "same text" else "Other text."))
    assert known(archive).misses == 0
    assert known(archive, article(url=OTHER).id).misses == 1
    assert not miss(archive, 15)
    assert known(archive).status == "usable"
    assert miss(archive, 16)


def test_a_gone_article_that_is_seen_again_is_usable_as_its_next_revision(
    archive: Archive,
) -> None:
    archive.add(article())
    miss(archive, 13)
    miss(archive, 14)
    back = article()
    assert archive.add(back)
    assert back.revision == 3
    assert (known(archive).status, known(archive).misses) == ("usable", 0)
    assert not miss(archive, 15)
    assert miss(archive, 16)
    assert versions(archive) == [(1, "usable"), (2, "gone"), (3, "usable"), (4, "gone")]


def test_a_miss_of_what_is_not_held_is_settled_and_no_more(archive: Archive) -> None:
    expect(archive, "kazinform", [Found(OWN, URL, "ru"), Found("c" * 32, OTHER, "ru")])
    assert not miss(archive, 13)
    assert archive.known([OWN]) == {}
    assert [row.url_hash for row in waiting_rows(archive)] == ["c" * 32]


def test_a_forgotten_article_stays_forgotten(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    archive.add(article(), ["c" * 32])
    archive.add(article("Other."))
    clock_at(NOW + timedelta(hours=1))
    assert forget(archive, URL).versions == 2
    forgotten = known(archive)
    assert (forgotten.status, forgotten.revision, forgotten.misses) == ("forgotten", 3, 0)
    assert forgotten.checked_at == "2026-11-23T13:00:00Z"
    back = article("Third.")
    assert not archive.add(back, ["d" * 32], any_field=True)
    assert back.revision is None
    assert not miss(archive, 15)
    assert not miss(archive, 16)
    assert known(archive) == forgotten == known(archive, "c" * 32)
    assert archive.known(["d" * 32]) == {}
    assert versions(archive) == [(1, "usable"), (2, "usable"), (3, "gone")]


def test_validators_are_kept_for_the_article_alone(archive: Archive) -> None:
    assert archive.validators(OWN) == (None, None)
    archive.add(article(), validators=('"e"', None))
    archive.add(article(url=OTHER), validators=(None, "Mon"))
    archive.add(article(), validators=('"f"', "Tue"))
    assert archive.validators(OWN) == ('"f"', "Tue")
    archive.add(article())
    assert archive.validators(OWN) == (None, None)
    assert archive.validators(article(url=OTHER).id) == (None, "Mon")


BEFORE = ("kazinform", "ru", "2026-11-23T10:00:00Z")


def test_recent_gives_an_editions_articles_from_a_moment_on(archive: Archive) -> None:
    for number, (hour, fields) in enumerate(
        ((8, {}), (9, {}), (10, {}), (11, {"edition": "en"}), (11, {"source": "other"}))
    ):
        one = article(url=f"https://www.inform.kz/ru/words-{number:06x}")
        one.date_published = f"2026-11-23T{hour:02d}:00:00Z"
        for name, value in fields.items():
            setattr(one, name, value)
        archive.add(one)
    changed = article("Other.", "https://www.inform.kz/ru/words-000001")
    changed.date_published = "2026-11-23T09:00:00Z"
    archive.add(changed)
    recent = archive.recent("kazinform", "ru", "2026-11-23T09:00:00Z")
    assert sorted((archive.newest(held.url_hash)["url"], held.revision) for held in recent) == [
        ("https://www.inform.kz/ru/words-000001", 2),
        ("https://www.inform.kz/ru/words-000002", 1),
    ]
    assert all(held == known(archive, held.url_hash) for held in recent)
    assert archive.newest_moment("kazinform", "ru") == "2026-11-23T10:00:00Z"
    assert archive.newest_moment("kazinform", "en") == "2026-11-23T11:00:00Z"
    assert archive.newest_moment("kazinform", "kz") is None
    before = [archive.newest(one)["url"][-1] for one in archive.before(*BEFORE, 2)]
    assert (before, len(archive.before(*BEFORE, 1))) == (["1", "0"], 1)
    archive.miss(archive.before(*BEFORE, 1)[0], checked_at="2026-11-23T12:00:00Z", crawl_id="c")
    archive.miss(archive.before(*BEFORE, 1)[0], checked_at="2026-11-23T13:00:00Z", crawl_id="c")
    assert [archive.newest(one)["url"][-1] for one in archive.before(*BEFORE, 2)] == ["0"]
    early = archive.newest_moment("kazinform", "ru", until="2026-11-23T10:00:00Z")
    assert early == "2026-11-23T10:00:00Z"
    assert archive.newest_moment("kazinform", "ru", until="2026-11-22T10:00:00Z") is None


def test_an_article_that_is_not_held_has_no_newest_record(archive: Archive) -> None:
    with pytest.raises(KeyError, match=OWN):
        archive.newest(OWN)


def test_what_fails_half_way_leaves_nothing_and_is_one_line(archive: Archive) -> None:
    with archive.writing() as connection:
        connection.exec_driver_sql("DROP TABLE validator")
    with pytest.raises(ArchiveError, match=r"^archive /.*: no such table: validator$"):
        archive.add(article())
    assert archive.known([OWN]) == {}
    assert versions(archive) == []
    with pytest.raises(ArchiveError, match=r"^archive /.*: no such table: validator$"):
        archive.validators(OWN)


def test_an_archive_in_a_file_says_so(archive: Archive, url: str) -> None:
    assert archive.is_sqlite
    assert (archive.url, archive.name) == (url, url.removeprefix("sqlite:///"))
