"""What waits, at its bounds: when it is due, how long it pauses, when it is given up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.waiting import (
    LEFT_ALONE,
    LOOK,
    MISSING,
    NEW,
    Found,
    Waiting,
    due,
    expect,
    look_again,
    postpone,
    waiting_rows,
)
from tests.archive.conftest import NOW

NOON = "2026-11-23T12:00:00Z"


def found(number: int = 1, edition: str = "ru") -> Found:
    return Found(f"{number:032x}", f"https://x.example/{number}", edition, "sport_s9", "2026-11-20")


def row(number: int = 1, **told: object) -> Waiting:
    kept = Waiting(
        f"{number:032x}", NEW, "kazinform", "ru", f"https://x.example/{number}", "sport_s9",
        "2026-11-20", NOON, None, 0, None, False,
    )  # fmt: skip
    return kept._replace(**told)  # type: ignore[arg-type]


def fail(archive: Archive, kind: str = NEW, reason: str = "500", limit: int = 99) -> bool:
    return postpone(archive, "kazinform", found(), kind=kind, reason=reason, limit=limit)


def test_what_was_found_waits_as_it_was_found(archive: Archive) -> None:
    assert expect(archive, "kazinform", []) == {}
    assert expect(archive, "kazinform", [found(), found()]) == {}
    look_again(archive, "kazinform", [found(2)], "headline")
    assert waiting_rows(archive) == [row(), row(2, kind=LOOK, reason="headline")]
    assert expect(archive, "kazinform", [found(1), found(2), found(3)]) == {
        row(number).url_hash: kept for number, kept in enumerate(waiting_rows(archive)[:2], 1)
    }
    assert waiting_rows(archive, "kazinform") == waiting_rows(archive)
    assert waiting_rows(archive, "republisher") == []
    assert len(waiting_rows(archive)) == 3


@pytest.mark.parametrize(("number", "questions"), [(8, 1), (64, 1), (65, 2), (130, 3)])
def test_what_waits_is_told_however_many_are_asked_for(
    archive: Archive, number: int, questions: int
) -> None:
    addresses = [found(one) for one in range(number)]
    expect(archive, "kazinform", addresses)
    asked: list[str] = []
    event.listen(
        archive.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: asked.append(statement),
    )
    assert len(expect(archive, "kazinform", addresses)) == number
    assert sum(statement.startswith("SELECT") for statement in asked) == questions


def test_a_failure_that_was_not_noted_before_is_noted_whole(archive: Archive) -> None:
    fail(archive, reason="x" * 61)
    assert waiting_rows(archive) == [
        row(reason="x" * 60, attempts=1, next_at="2026-11-23T12:15:00Z")
    ]


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 15), (2, 30), (3, 60), (4, 120), (7, 960), (8, 1440), (9, 1440), (40, 1440)],
)
def test_pauses_double_up_to_a_day(archive: Archive, attempts: int, minutes: int) -> None:
    for _ in range(attempts):
        fail(archive)
    (kept,) = waiting_rows(archive)
    assert (kept.attempts, kept.found_at) == (attempts, NOON)
    assert kept.next_at == clock.text(NOW + timedelta(minutes=minutes))


def test_what_was_not_asked_for_has_used_up_no_attempt(archive: Archive) -> None:
    for _ in range(3):
        assert not fail(archive, reason=LEFT_ALONE, limit=2)
    (kept,) = waiting_rows(archive)
    assert (kept.attempts, kept.given_up) == (0, False)


def test_the_servers_time_counts_when_it_is_later(archive: Archive) -> None:
    for until, next_at in (
        ("2026-11-23T12:14:59Z", "2026-11-23T12:15:00Z"),
        ("2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z"),
    ):
        postpone(
            archive, "kazinform", found(), kind=NEW, reason="429", limit=9, until=until
        )  # fmt: skip
        assert waiting_rows(archive)[0].next_at == next_at


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_an_address_is_given_up_at_its_limit(archive: Archive, limit: int) -> None:
    told = [fail(archive, limit=limit) for _ in range(limit)]
    assert told == [*[False] * (limit - 1), True]
    assert [kept.given_up for kept in waiting_rows(archive)] == [True]
    assert due(archive, "kazinform", "ru", NEW, everything=True) == []


def test_a_missing_new_address_is_settled_by_two_runs_whatever_the_limit(archive: Archive) -> None:
    assert [fail(archive, reason=MISSING, limit=1) for _ in range(2)] == [False, True]


def test_a_look_that_fails_to_its_limit_is_dropped(archive: Archive) -> None:
    expect(archive, "kazinform", [found(2)])
    told = [fail(archive, LOOK, MISSING, limit=3) for _ in range(3)]
    assert told == [False, False, True]
    assert waiting_rows(archive) == [row(2)]
    assert fail(archive, LOOK, limit=1)
    assert waiting_rows(archive) == [row(2)]


def test_what_is_due_is_of_its_source_edition_and_kind_longest_known_first(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    expect(archive, "kazinform", [found(7), found(5), found(6, "en")])
    expect(archive, "republisher", [found(8)])
    look_again(archive, "kazinform", [found(9)], "headline")
    clock_at(NOW - timedelta(hours=1))
    expect(archive, "kazinform", [found(6 + 10)])
    clock_at(NOW)
    assert [kept.url_hash for kept in due(archive, "kazinform", "ru", NEW)] == [
        found(number).url_hash for number in (16, 5, 7)
    ]
    assert [kept.url_hash for kept in waiting_rows(archive)][:2] == [
        found(16).url_hash, found(5).url_hash,
    ]  # fmt: skip


def test_a_failure_is_due_from_its_moment_on(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    fail(archive)
    (kept,) = waiting_rows(archive)
    for seconds, is_due in ((-1, False), (0, True), (1, True)):
        moment = NOW + timedelta(minutes=15, seconds=seconds)
        clock_at(moment)
        assert bool(due(archive, "kazinform", "ru", NEW)) is is_due
        assert kept.is_due(clock.text(moment)) is is_due
        assert len(due(archive, "kazinform", "ru", NEW, everything=True)) == 1
    assert row().is_due(NOON)
    assert not row(given_up=True).is_due(NOON)


def test_only_what_was_given_up_as_missing_is_contradicted_by_a_list(archive: Archive) -> None:
    assert row(given_up=True, reason="missing").is_contradicted(NOON)
    for moment, is_it in (("2026-11-22T12:00:00Z", True), ("2026-11-22T12:00:01Z", False)):
        kept = row(given_up=True, reason="missing", next_at=moment)
        assert kept.is_contradicted(NOON) is is_it
    assert not row(given_up=True, reason="500").is_contradicted(NOON)
    assert not row(reason="missing").is_contradicted(NOON)
