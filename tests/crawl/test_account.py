"""What becomes of an article's page, and what the archive remembers of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from kazcrawl import clock
from kazcrawl.crawl.account import Account
from kazcrawl.items import LOOK, NEW, Found
from tests.crawl.bed import DAY, MINUTE, NOW, Bed, link, lost, refused, url_hash

FOUND = Found(url_hash("new"), link("new"), "ru", "sport_s3", "2026-11-22")


def row(bed: Bed) -> tuple[str, str | None, int, str | None, bool]:
    """Kind, reason, attempts, next moment and whether given up of the one that waits."""
    (waiting,) = bed.waiting
    return waiting.kind, waiting.reason, waiting.attempts, waiting.next_at, waiting.given_up


def pause(minutes: int) -> str:
    return clock.text(NOW + minutes * MINUTE)


# --- what came ----------------------------------------------------------------------------------


def test_who_waits_for_an_article_is_told_its_hash_and_moment(bed: Bed) -> None:
    bed.context.memory.depart(FOUND.url_hash)
    bed.account.arrived(FOUND, NOW)
    assert bed.settled == [FOUND.url_hash]
    assert bed.context.memory.in_flight([FOUND.url_hash]) == set()
    assert bed.context.memory.moments([FOUND.url_hash]) == [NOW]


def test_nobody_needs_to_wait(bed: Bed) -> None:
    Account(bed.context).arrived(FOUND)
    assert bed.context.memory.has([FOUND.url_hash])


def test_an_unchanged_article_was_looked_at_now_and_a_miss_is_forgotten(bed: Bed) -> None:
    held = bed.hold(link("held"))
    bed.account.missing(held, LOOK)
    assert bed.known(held).misses == 1
    bed.now = NOW + MINUTE
    bed.account.unchanged(held)
    assert bed.known(held).checked_at == clock.text(NOW + MINUTE)
    assert bed.known(held).misses == 0
    assert bed.waiting == []
    assert (bed.report.articles.unchanged, bed.report.articles.missing) == (1, 1)
    assert bed.settled == [held.url_hash] * 2


# --- what did not -------------------------------------------------------------------------------


def test_a_failure_waits_with_all_that_was_known_of_its_finding(bed: Bed) -> None:
    bed.account.failed(FOUND, NEW, "503")
    (waiting,) = bed.waiting
    assert waiting._asdict() == {
        **FOUND._asdict(),
        "kind": "new",
        "source": "kazinform",
        "found_at": clock.text(NOW),
        "reason": "503",
        "attempts": 1,
        "next_at": pause(15),
        "given_up": False,
    }
    assert bed.report.articles.failed == 1
    assert bed.settled == [FOUND.url_hash]


def test_a_server_that_names_a_time_is_not_asked_before_it(bed: Bed) -> None:
    bed.account.failed(FOUND, NEW, "429", until=pause(14))
    assert row(bed) == ("new", "429", 1, pause(15), False)
    bed.account.failed(FOUND, NEW, "429", until=pause(31))
    assert row(bed) == ("new", "429", 2, pause(31), False)


@pytest.mark.parametrize("kind", [NEW, LOOK])
def test_a_page_without_an_article_waits_as_what_it_was(bed: Bed, kind: str) -> None:
    bed.account.invalid(FOUND, kind, "no article_body")
    assert row(bed) == (kind, "no article_body", 1, pause(15), False)
    assert bed.report.articles.invalid == 1
    assert bed.settled == [FOUND.url_hash]


@pytest.mark.parametrize("kind", [NEW, LOOK])
def test_a_page_that_no_layout_reads_waits_as_what_it_was(bed: Bed, kind: str) -> None:
    bed.account.unfit(FOUND, kind)
    assert row(bed) == (kind, "unreadable", 1, pause(15), False)
    assert bed.report.articles.unfit == 1
    assert bed.settled == [FOUND.url_hash]


def test_an_archived_article_whose_page_looks_empty_stays_archived(bed: Bed) -> None:
    held = bed.hold(link("held"))
    bed.account.invalid(held, LOOK, "no headline")
    assert row(bed)[:2] == ("look", "no headline")
    assert (bed.known(held).status, bed.known(held).revision) == ("usable", 1)


def test_an_address_is_given_up_after_as_many_attempts_as_are_set(bed: Bed) -> None:
    bed.open(KAZCRAWL_ATTEMPTS="3")
    for attempt in (1, 2):
        bed.account.failed(FOUND, NEW, "503")
        assert row(bed)[2:] == (attempt, pause(15 * attempt), False)
        assert bed.report.given_up == 0
    bed.account.failed(FOUND, NEW, "503")
    assert row(bed)[2:] == (3, pause(60), True)
    assert bed.report.given_up == 1


def test_a_look_that_is_given_up_leaves_nothing_waiting(bed: Bed) -> None:
    bed.open(KAZCRAWL_ATTEMPTS="2")
    bed.account.failed(FOUND, LOOK, "503")
    assert row(bed) == ("look", "503", 1, pause(15), False)
    bed.account.failed(FOUND, LOOK, "503")
    assert bed.waiting == []
    assert bed.report.given_up == 1


# --- what is not there --------------------------------------------------------------------------


def test_a_new_address_that_is_missing_twice_is_given_up(bed: Bed) -> None:
    bed.account.missing(FOUND, NEW)
    assert row(bed) == ("new", "missing", 1, pause(15), False)
    bed.account.missing(FOUND, NEW)
    assert row(bed) == ("new", "missing", 2, pause(30), True)
    assert bed.report.given_up == 1
    assert bed.report.articles.missing == 2
    assert bed.context.report.archived.gone == 0
    assert bed.settled == [FOUND.url_hash] * 2


@pytest.mark.parametrize(
    ("number", "read", "is_given_up"), [(4, 0, True), (5, 0, False), (5, 1, True)]
)
def test_where_no_new_article_is_there_none_is_given_up_for_that(
    bed: Bed, number: int, read: int, is_given_up: bool
) -> None:
    found = [Found(url_hash(str(name)), link(str(name)), "ru") for name in range(number)]
    for _ in range(2):
        bed.open()
        bed.report.articles.read = read
        for one in found:
            bed.account.missing(one, NEW)
        bed.account.close(is_finished=True)
    assert {row.given_up for row in bed.waiting} == {is_given_up}
    assert bed.report.given_up == (number if is_given_up else 0)


def test_an_archived_article_that_is_missing_twice_is_gone(bed: Bed) -> None:
    held = bed.hold(link("held"))
    bed.account.missing(held, LOOK)
    assert row(bed) == ("look", "missing", 1, pause(15), False)
    assert (bed.known(held).status, bed.known(held).misses) == ("usable", 1)
    assert bed.context.report.archived.gone == 0
    bed.now = NOW + 20 * MINUTE
    bed.account.missing(held, LOOK)
    assert bed.waiting == []
    assert (bed.known(held).status, bed.known(held).revision) == ("gone", 2)
    assert bed.context.report.archived.gone == 1
    newest = bed.context.archive.newest(held.url_hash)
    assert newest["crawl_id"] == bed.context.crawl_id
    assert newest["fetched_at"] == clock.text(NOW + 20 * MINUTE)
    assert bed.report.articles.missing == 2
    assert bed.settled == [held.url_hash] * 2


def test_an_article_that_is_gone_already_is_not_waited_for(bed: Bed) -> None:
    held = bed.hold(link("held"))
    for _ in range(3):
        bed.account.missing(held, LOOK)
    assert bed.waiting == []
    assert bed.context.report.archived.gone == 1


def test_a_look_at_what_is_not_held_notes_nothing(bed: Bed) -> None:
    bed.account.missing(FOUND, LOOK)
    assert bed.waiting == []
    assert bed.settled == [FOUND.url_hash]


# --- why ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "refusals"), [(401, 1), (403, 1), (429, 1), (404, 0), (500, 0), (503, 0)]
)
def test_why_a_page_did_not_come_is_counted_by_edition(
    bed: Bed, status: int, refusals: int
) -> None:
    bed.account.note_failure(refused(Request(link("new")), status), "ru")
    assert bed.report.failures == {str(status): 1}
    assert bed.report.refused == refusals


def test_a_failure_without_an_answer_is_counted_by_its_name(bed: Bed) -> None:
    for error in (TimeoutError(), TimeoutError(), IgnoreRequest("off-site")):
        bed.account.note_failure(lost(Request(link("new")), error), "kk")
    failures = bed.context.report.edition("kk").failures
    assert failures == {"TimeoutError": 2, "off-site": 1}
    assert bed.context.report.edition("kk").refused == 0


# --- an archive that cannot be written ----------------------------------------------------------


@pytest.mark.parametrize(
    "happens",
    [
        lambda account: account.failed(FOUND, NEW, "503"),
        lambda account: account.unfit(FOUND, NEW),
        lambda account: account.invalid(FOUND, NEW, "no headline"),
        lambda account: account.missing(FOUND, NEW),
        lambda account: account.missing(FOUND, LOOK),
        lambda account: account.unchanged(FOUND),
    ],
)
def test_an_archive_that_cannot_be_written_ends_the_crawl(
    bed: Bed, happens: Callable[[Account], None]
) -> None:
    bed.break_archive()
    happens(bed.account)
    assert bed.closed == ["archive_failed"]
    assert list(bed.context.report.trouble) == ["archive"]
    assert bed.report.given_up == 0
    assert bed.settled == [FOUND.url_hash]


def test_pauses_double_up_to_a_day(bed: Bed) -> None:
    bed.open(KAZCRAWL_ATTEMPTS="99")
    pauses = []
    for _ in range(9):
        bed.account.failed(FOUND, NEW, "503")
        pauses.append(clock.parse(row(bed)[3] or "") - NOW)
    assert pauses[:3] == [15 * MINUTE, 30 * MINUTE, timedelta(hours=1)]
    assert pauses[-3:] == [timedelta(hours=16), DAY, DAY]
