"""Thirty weeks of stats: no false alarm, and every failure told in the first run that meets it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from kazcrawl.health import PastRun, judge
from kazcrawl.sites.kazinform import SITE

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
WEEKS = 30
# Articles a day, by edition, and how many of a hundred have an author and a picture.
EDITIONS = {"ru": 170, "kk": 140, "en": 60, "qz": 60, "cn": 28, "oz": 30, "ar": 25}
SHARES = {"headline": 1.0, "body": 1.0, "date": 1.0, "author": 0.66, "section": 0.9, "image": 0.97}
# Days on which hardly anything is written (Nauryz, a week-end of mourning).
HOLIDAYS = {"2026-03-21", "2026-03-22", "2026-03-23", "2026-05-09"}


def share_of_hour(moment: datetime) -> float:
    """The share of a day's articles that appear in an hour of Astana's clock."""
    local = moment.astimezone(SITE.clock)
    share = 0.08 if 9 <= local.hour < 19 else 0.02 if 6 <= local.hour < 23 else 0.003
    if local.weekday() >= 5:
        share *= 0.35
    return share * (0.05 if local.date().isoformat() in HOLIDAYS else 1.0)


def ordinary(moment: datetime, hours: float, random: Random) -> dict[str, Any]:
    """The stats of an ordinary run ``hours`` after the one before."""
    stats: dict[str, Any] = {
        "start_time": moment,
        "finish_reason": "finished",
        "source": "kazinform",
        "run/ordinary": True,
        "run/editions": list(EDITIONS),
        "archive/new": 0,
    }
    sections = moment.hour == 3
    for edition, daily in EDITIONS.items():
        expected = sum(
            daily * share_of_hour(moment - timedelta(hours=back)) for back in range(int(hours))
        )
        new = max(0, round(random.gauss(expected, expected**0.5)))
        cards = 24 + (14 * 24 * random.uniform(0.3, 1) if sections else 0)
        read = new - (random.random() < 0.02 and new > 1)
        stats[f"listing/{edition}/pages"] = 1 + new // 24 + (14 if sections else 0)
        stats[f"article/{edition}/asked"] = new
        stats[f"article/{edition}/known"] = max(0, int(cards) - new)
        stats[f"article/{edition}/revisited"] = revisited = random.randrange(4)
        stats[f"article/{edition}/missing"] = new - read
        stats[f"article/{edition}/read"] = records = read + revisited
        stats["archive/new"] += read
        if records:
            fill_fields(stats, edition, "g3", records, random)
    return stats


def fill_fields(
    stats: dict[str, Any], edition: str, layout: str, records: int, random: Random
) -> None:
    stats[f"field/{edition}/{layout}/records"] = records
    for name, share in SHARES.items():
        if had := sum(random.random() < share for _ in range(records)):
            stats[f"field/{edition}/{layout}/{name}"] = had


def weeks(every: int, random: Random) -> Iterator[tuple[dict[str, Any], list[PastRun]]]:
    """Runs each ``every`` hours over the weeks, and the past that each is judged by."""
    past: list[PastRun] = []
    for number in range(WEEKS * 7 * 24 // every):
        moment = BEGIN + timedelta(hours=number * every, minutes=random.randrange(4))
        stats = ordinary(moment, every, random)
        yield stats, past[-5 * 7 * 24 // every :]
        stats["verdict"] = "good"
        past.append(PastRun(moment, stats))


@pytest.mark.parametrize("every", [12, 24])
def test_thirty_ordinary_weeks_give_no_alarm(every: int) -> None:
    alarms = []
    number = 0
    for stats, past in weeks(every, Random(7)):
        number += 1
        verdict = judge(stats, past)
        if not verdict.healthy:
            alarms.append((stats["start_time"], verdict.reason))
    assert alarms == []
    assert number == WEEKS * 7 * 24 // every


@pytest.fixture(scope="module")
def history() -> list[PastRun]:
    """Five weeks of ordinary runs, one each three hours."""
    random, found = Random(11), []
    for number in range(5 * 7 * 8):
        moment = BEGIN + timedelta(hours=3 * number)
        stats = ordinary(moment, 3, random) | {"verdict": "good"}
        found.append(PastRun(moment, stats))
    return found


NOON = BEGIN + timedelta(weeks=5, hours=9)


def nothing_of(stats: dict[str, Any], edition: str) -> None:
    for name in [name for name in stats if f"/{edition}/" in name]:
        del stats[name]


def down(stats: dict[str, Any]) -> None:
    for edition in EDITIONS:
        nothing_of(stats, edition)
        stats[f"listing/{edition}/failed"] = 1
    stats["failed/CannotResolveHostError"] = 7


def one_edition_answers_500(stats: dict[str, Any]) -> None:
    nothing_of(stats, "cn")
    stats |= {"listing/cn/failed": 1, "failed/500": 1}


def refused_after_page_3(stats: dict[str, Any]) -> None:
    stats |= {"refused/ru": 1, "listing/ru/failed": 1, "failed/403": 1, "listing/ru/pages": 3}


def unknown_articles(stats: dict[str, Any]) -> None:
    stats["article/kk/generic"] = stats["article/kk/read"]


def unknown_listings(stats: dict[str, Any]) -> None:
    stats["listing/en/unfit"] = stats["listing/en/pages"]


def addresses_changed(stats: dict[str, Any]) -> None:
    """Listings of a known layout whose links no longer look like articles: a silent zero."""
    stats |= {"article/oz/asked": 0, "article/oz/known": 0}


def pictures_vanished(stats: dict[str, Any]) -> None:
    del stats["field/ru/g3/image"]


def rss_gone(stats: dict[str, Any]) -> None:
    stats["discovery/kk/rss_missing"] = 1


def disk_full(stats: dict[str, Any]) -> None:
    stats["failure/feed"] = "feed /data/feeds: No space left on device"


def everything_raises(stats: dict[str, Any]) -> None:
    stats["spider_exceptions/count"] = 500


def an_edition_was_not_walked(stats: dict[str, Any]) -> None:
    nothing_of(stats, "qz")


def some_pages_failed(stats: dict[str, Any]) -> None:
    stats |= {"article/ru/failed": 3, "failed/DownloadTimeoutError": 3}


FAILURES = [
    (down, "unreachable", 4, "the host's name cannot be resolved (7)"),
    (one_edition_answers_500, "unreachable", 4, "nothing could be had of cn: HTTP 500 (1)"),
    (refused_after_page_3, "refused", 4, "HTTP 403, forbidden (1)"),
    (unknown_articles, "layout change", 3, "article pages of kk fit no known layout"),
    (unknown_listings, "layout change", 3, "listing pages of en fit no known layout"),
    (addresses_changed, "layout change", 3, "of oz came and named no article; usually they name"),
    (pictures_vanished, "degraded", 0, "image of ru (g3) stands on 0 of"),
    (rss_gone, "degraded", 0, "kk: rss is missing"),
    (disk_full, "not delivered", 5, "No space left on device"),
    (everything_raises, "failed", 1, "500 pages raised an error"),
    (an_edition_was_not_walked, "unreachable", 4, "no listing page of qz was answered"),
    (some_pages_failed, "degraded", 0, "3 article pages failed: no answer in time (3)"),
]


@pytest.mark.parametrize(
    ("failure", "word", "code", "words"), FAILURES, ids=[one[0].__name__ for one in FAILURES]
)
def test_a_failure_is_told_in_the_first_run_that_meets_it(
    history: list[PastRun],
    failure: Callable[[dict[str, Any]], None],
    word: str,
    code: int,
    words: str,
) -> None:
    stats = ordinary(NOON, 3, Random(3))
    assert judge(stats, history).healthy, "the run is ordinary but for its failure"
    failure(stats)
    verdict = judge(stats, history)
    assert (verdict.word, verdict.exit_code) == (word, code), verdict
    assert words in verdict.reason
    assert verdict.figures


def test_a_day_on_which_nothing_is_written_is_no_alarm(history: list[PastRun]) -> None:
    stats = ordinary(NOON, 3, Random(3))
    for edition in EDITIONS:
        known = stats[f"article/{edition}/known"] + stats[f"article/{edition}/asked"]
        nothing_of(stats, edition)
        stats |= {f"listing/{edition}/pages": 1, f"article/{edition}/known": known}
    stats["archive/new"] = 0
    assert judge(stats, history).word == "nothing new"


def test_listings_that_did_not_change_are_no_silent_zero(history: list[PastRun]) -> None:
    stats = ordinary(NOON, 3, Random(3))
    addresses_changed(stats)
    stats |= {"listing/oz/pages": 1, "listing/oz/unchanged": 1, "article/oz/read": 0}
    assert judge(stats, history).healthy


def test_what_earlier_runs_lacked_is_not_told_again(history: list[PastRun]) -> None:
    past = [PastRun(run.started, {**run.stats, "discovery/kk/rss_missing": 1}) for run in history]
    stats = ordinary(NOON, 3, Random(3))
    rss_gone(stats)
    assert judge(stats, past).healthy


def test_a_field_that_vanishes_from_few_articles_is_told_once_they_are_enough() -> None:
    """Small runs prove little alone: their records are added up since the field was last seen."""
    random, past = Random(5), []
    for number in range(60):
        stats: dict[str, Any] = {"run/ordinary": True, "verdict": "good"}
        fill_fields(stats, "ar", "g3", 3, random)
        past.append(PastRun(BEGIN + timedelta(hours=number), stats))
    words = []
    for number in range(60, 66):
        moment = BEGIN + timedelta(hours=number)
        stats = {"start_time": moment, "finish_reason": "finished", "run/ordinary": True}
        stats |= {"listing/ar/pages": 1, "article/ar/read": 2, "article/ar/known": 24}
        stats |= {"field/ar/g3/records": 2, "field/ar/g3/headline": 2, "field/ar/g3/body": 2}
        stats |= {"field/ar/g3/author": 1, "field/ar/g3/section": 2, "field/ar/g3/image": 2}
        verdict = judge(stats, past)
        words.append(verdict.word)
        past.append(PastRun(moment, stats | {"verdict": verdict.word}))
    assert words[0] == "nothing new"
    assert words[2] == "degraded", "six records without a date"


def test_a_young_archive_is_compared_with_its_newest_runs() -> None:
    random = Random(13)
    past = [
        PastRun(moment, ordinary(moment, 1, random) | {"verdict": "good"})
        for moment in (BEGIN + timedelta(hours=9 + number) for number in range(4))
    ]
    stats = ordinary(BEGIN + timedelta(hours=14), 1, random)
    addresses_changed(stats)
    assert judge(stats, past).word == "layout change"
    assert judge(stats, past[:2]).word in ("good", "nothing new"), "two runs make no rule"


def test_a_run_over_a_past_range_is_compared_with_none(history: list[PastRun]) -> None:
    stats = ordinary(NOON, 3, Random(3))
    addresses_changed(stats)
    stats["run/ordinary"] = False
    assert judge(stats, history).healthy
