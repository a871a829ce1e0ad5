"""Which sections showed an article: noted once, kept apart from its record, led by its aliases."""

import pytest
from sqlalchemy import event

from kazcrawl.archive import Archive, membership
from kazcrawl.archive import schema as tables
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.membership import sections_of, take_over
from tests.archive.test_store import URL, article

FIRST, LATER, LAST = "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"
OTHER = "https://www.inform.kz/ru/former-words-0a1b2d"


def rows(archive: Archive) -> list[tuple[str, ...]]:
    """``(url_hash, section, source, noted_at)`` of all that is noted."""
    with archive.reading() as reader:
        return sorted(tuple(row) for row in reader.execute(tables.membership.select()))


def note(archive: Archive, section: str, hashes: list[str], noted_at: str = FIRST) -> None:
    archive.note_members("kazinform", section, hashes, noted_at)


def test_noting_twice_keeps_the_first_moment_and_writes_nothing(archive: Archive) -> None:
    note(archive, "sport_s9", ["a" * 32, "b" * 32])
    wanted = [
        ("a" * 32, "sport_s9", "kazinform", FIRST),
        ("b" * 32, "sport_s9", "kazinform", FIRST),
    ]
    assert rows(archive) == wanted
    statements: list[str] = []
    event.listen(
        archive.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    note(archive, "sport_s9", ["a" * 32, "b" * 32], LATER)
    note(archive, "sport_s9", [], LATER)
    assert rows(archive) == wanted
    assert [one for one in statements if not one.lstrip().startswith("SELECT")] == []
    note(archive, "sport_s9", ["b" * 32, "c" * 32], LATER)
    assert rows(archive) == [*wanted, ("c" * 32, "sport_s9", "kazinform", LATER)]


def test_each_section_that_showed_an_article_is_noted_sorted(archive: Archive) -> None:
    for section in ("sport_s9", "ekonomika_s1", "obshchestvo_s4"):
        note(archive, section, ["a" * 32])
    note(archive, "sport_s9", ["b" * 32])
    with archive.reading() as reader:
        assert sections_of(reader, ["a" * 32, "b" * 32, "c" * 32]) == {
            "a" * 32: ["ekonomika_s1", "obshchestvo_s4", "sport_s9"],
            "b" * 32: ["sport_s9"],
        }
        assert sections_of(reader, []) == {}


def test_many_articles_are_asked_for_in_chunks(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = [f"{number:032x}" for number in range(7)]
    note(archive, "sport_s9", hashes)
    questions: list[str] = []
    event.listen(
        archive.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: questions.append(statement),
    )
    for chunk, asked in ((7, 1), (6, 2), (3, 3), (1, 7)):
        monkeypatch.setattr(membership, "_CHUNK", chunk)
        questions.clear()
        with archive.reading() as reader:
            assert sections_of(reader, hashes) == {one: ["sport_s9"] for one in hashes}
        assert len(questions) == asked


def test_an_article_known_by_an_alias_is_noted_under_its_own_hash(archive: Archive) -> None:
    own, other = article(), article(url=OTHER)
    archive.add(own, [other.id])
    note(archive, "sport_s9", [other.id, own.id])
    assert rows(archive) == [(own.id, "sport_s9", "kazinform", FIRST)]
    note(archive, "sport_s9", [other.id], LATER)
    assert rows(archive) == [(own.id, "sport_s9", "kazinform", FIRST)]


def test_what_was_noted_of_aliases_goes_over_to_the_article(archive: Archive) -> None:
    own, other, third = article(), article(url=OTHER), "c" * 32
    note(archive, "sport_s9", [own.id], LATER)
    note(archive, "sport_s9", [other.id, third], FIRST)
    note(archive, "ekonomika_s1", [third], LAST)
    note(archive, "ekonomika_s1", [other.id], LATER)
    note(archive, "nauka_s3", ["d" * 32], LATER)
    archive.add(own, [other.id, third])
    assert rows(archive) == sorted(
        [
            (own.id, "sport_s9", "kazinform", FIRST),
            (own.id, "ekonomika_s1", "kazinform", LATER),
            ("d" * 32, "nauka_s3", "kazinform", LATER),
        ]
    )


def test_an_article_that_is_held_takes_over_what_a_new_alias_was_noted_of(
    archive: Archive,
) -> None:
    own = article()
    archive.add(own)
    note(archive, "sport_s9", ["c" * 32])
    assert not archive.add(article(), ["c" * 32])
    assert rows(archive) == [(own.id, "sport_s9", "kazinform", FIRST)]


def test_its_own_hash_among_the_others_loses_nothing(archive: Archive) -> None:
    own = article().id
    note(archive, "sport_s9", [own])
    with archive.writing() as connection:
        take_over(connection, own, [own, "c" * 32])
    assert rows(archive) == [(own, "sport_s9", "kazinform", FIRST)]


def test_forgetting_removes_what_was_noted_and_nothing_is_noted_after(archive: Archive) -> None:
    own = article()
    note(archive, "sport_s9", [own.id, "d" * 32])
    archive.add(own)
    forget(archive, URL)
    assert rows(archive) == [("d" * 32, "sport_s9", "kazinform", FIRST)]
    note(archive, "sport_s9", [own.id, "e" * 32], LATER)
    note(archive, "nauka_s3", [own.id], LATER)
    assert rows(archive) == [
        ("d" * 32, "sport_s9", "kazinform", FIRST),
        ("e" * 32, "sport_s9", "kazinform", LATER),
    ]


def test_an_address_forgotten_before_it_was_held_loses_what_was_noted(archive: Archive) -> None:
    note(archive, "sport_s9", [article().id])
    assert forget(archive, URL).versions == 0
    assert rows(archive) == []


def test_a_look_at_an_article_without_news_of_its_sections_writes_none(archive: Archive) -> None:
    archive.add(article(), ["c" * 32])
    note(archive, "sport_s9", [article().id])
    statements: list[str] = []
    event.listen(
        archive.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    archive.add(article(), ["c" * 32])
    touching = [one for one in statements if "membership" in one]
    assert [one.split()[0] for one in touching] == ["SELECT"]


def test_an_article_keeps_its_sections_when_its_address_leads_to_another(archive: Archive) -> None:
    first, second = article(), article("Other.", OTHER)
    archive.add(first)
    note(archive, "sport_s9", [first.id])
    archive.add(second, [first.id, "c" * 32])
    note(archive, "ekonomika_s1", [first.id], LATER)
    note(archive, "nauka_s3", ["c" * 32], LATER)
    with archive.reading() as reader:
        assert sections_of(reader, [first.id, second.id]) == {
            first.id: ["ekonomika_s1", "sport_s9"],
            second.id: ["nauka_s3"],
        }


def test_what_another_process_notes_at_the_same_time_stays(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, known = Archive(archive.url), archive.known

    def meanwhile(hashes: list[str]) -> object:
        note(other, "sport_s9", ["a" * 32], FIRST)
        return known(hashes)

    monkeypatch.setattr(archive, "known", meanwhile)
    note(archive, "sport_s9", ["a" * 32, "b" * 32], LATER)
    other.close()
    assert [(row[0], row[3]) for row in rows(archive)] == [("a" * 32, FIRST), ("b" * 32, LATER)]
