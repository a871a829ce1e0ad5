"""Thirty weeks of runs: no false alarm, and every failure told in the first run that meets it."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from kazcrawl.health import PastRun, RunReport, judge
from kazcrawl.health.run_report import ArticleCounts, EditionReport, ListingCounts
from kazcrawl.sites.kazinform import SITE

ASTANA = ZoneInfo("Asia/Almaty")
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


def ordinary(moment: datetime, hours: float, random: Random) -> RunReport:
    """The account of an ordinary run ``hours`` after the one before."""
    report = RunReport("kazinform", moment, asked=list(EDITIONS), finish_reason="finished")
    sections = moment.hour == 3
    for code, daily in EDITIONS.items():
        expected = sum(
            daily * share_of_hour(moment - timedelta(hours=back)) for back in range(int(hours))
        )
        new = max(0, round(random.gauss(expected, expected**0.5)))
        cards = 24 + (14 * 24 * random.uniform(0.3, 1) if sections else 0)
        read = new - (random.random() < 0.02 and new > 1)
        report.edition(code).listings.pages = 1 + new // 24 + (14 if sections else 0)
        articles = report.edition(code).articles
        articles.asked, articles.known = new, max(0, int(cards) - new)
        articles.revisited = random.randrange(4)
        articles.missing, articles.read = new - read, read + articles.revisited
        report.archived.new += read
        fill_fields(report, code, articles.read, random)
    return report


def fill_fields(report: RunReport, code: str, records: int, random: Random) -> None:
    if records:
        fill = report.edition(code).of_layout("g3")
        fill["records"] = records
        for name, share in SHARES.items():
            fill[name] = sum(random.random() < share for _ in range(records))


def weeks(every: int, random: Random) -> Iterator[tuple[RunReport, list[PastRun]]]:
    """Runs each ``every`` hours over the weeks, and the past that each is judged by."""
    past: list[PastRun] = []
    for number in range(WEEKS * 7 * 24 // every):
        moment = BEGIN + timedelta(hours=number * every, minutes=random.randrange(4))
        report = ordinary(moment, every, random)
        yield report, past[-5 * 7 * 24 // every :]
        past.append(PastRun(report, "good"))


@pytest.mark.parametrize("every", [12, 24])
def test_thirty_ordinary_weeks_give_no_alarm(every: int) -> None:
    alarms = []
    number = 0
    for report, past in weeks(every, Random(7)):
        number += 1
        verdict = judge(report, past)
        if not verdict.healthy:
            alarms.append((report.started, verdict.reason))
    assert alarms == []
    assert number == WEEKS * 7 * 24 // every


@pytest.fixture(scope="module")
def history() -> list[PastRun]:
    """Five weeks of ordinary runs, one each three hours."""
    random = Random(11)
    moments = [BEGIN + timedelta(hours=3 * number) for number in range(5 * 7 * 8)]
    return [PastRun(ordinary(moment, 3, random), "good") for moment in moments]


NOON = BEGIN + timedelta(weeks=5, hours=9)


def down(report: RunReport) -> None:
    for code in EDITIONS:
        report.editions[code] = failed_at_once("CannotResolveHostError")


def failed_at_once(reason: str) -> EditionReport:
    return EditionReport(listings=ListingCounts(failed=1), failures=Counter({reason: 1}))


def one_edition_answers_500(report: RunReport) -> None:
    report.editions["cn"] = failed_at_once("500")


def refused_after_page_3(report: RunReport) -> None:
    edition = report.edition("ru")
    edition.listings.pages, edition.listings.failed = 3, 1
    edition.refused = edition.failures["403"] = 1


def unknown_articles(report: RunReport) -> None:
    articles = report.edition("kk").articles
    articles.generic = articles.read


def unknown_listings(report: RunReport) -> None:
    listings = report.edition("en").listings
    listings.unfit = listings.pages


def addresses_changed(report: RunReport) -> None:
    """Listings of a known layout whose links no longer look like articles: a silent zero."""
    articles = report.edition("oz").articles
    articles.asked = articles.known = 0


def pictures_vanished(report: RunReport) -> None:
    report.edition("ru").fill["g3"]["image"] = 0


def rss_gone(report: RunReport) -> None:
    report.edition("kk").of_source("rss").missing = 1


def disk_full(report: RunReport) -> None:
    report.trouble["feed"] = "feed /data/feeds: No space left on device"


def everything_raises(report: RunReport) -> None:
    report.exceptions = 500


def an_edition_was_not_walked(report: RunReport) -> None:
    del report.editions["qz"]


def some_pages_failed(report: RunReport) -> None:
    edition = report.edition("ru")
    edition.articles.failed = edition.failures["DownloadTimeoutError"] = 3


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
    (some_pages_failed, "degraded", 0, "3 article pages failed: no answer in time (3) at ru"),
]


@pytest.mark.parametrize(
    ("failure", "word", "code", "words"), FAILURES, ids=[one[0].__name__ for one in FAILURES]
)
def test_a_failure_is_told_in_the_first_run_that_meets_it(
    history: list[PastRun],
    failure: Callable[[RunReport], None],
    word: str,
    code: int,
    words: str,
) -> None:
    report = ordinary(NOON, 3, Random(3))
    assert judge(report, history).healthy, "the run is ordinary but for its failure"
    failure(report)
    verdict = judge(report, history)
    assert (verdict.word, verdict.exit_code) == (word, code), verdict
    assert words in verdict.reason
    assert verdict.figures


def test_a_day_on_which_nothing_is_written_is_no_alarm(history: list[PastRun]) -> None:
    report = ordinary(NOON, 3, Random(3))
    for code, edition in report.editions.items():
        known = ArticleCounts(known=edition.articles.known + edition.articles.asked)
        report.editions[code] = EditionReport(ListingCounts(pages=1), known)
    report.archived.new = 0
    assert judge(report, history).word == "nothing new"


def test_listings_that_did_not_change_are_no_silent_zero(history: list[PastRun]) -> None:
    report = ordinary(NOON, 3, Random(3))
    addresses_changed(report)
    report.edition("oz").listings = ListingCounts(pages=1, unchanged=1)
    report.edition("oz").articles.read = 0
    assert judge(report, history).healthy


def test_a_field_that_vanishes_from_few_articles_is_told_once_they_are_enough() -> None:
    """Small runs prove little alone: their records are added up since the field was last seen."""
    random, past = Random(5), []
    for number in range(60):
        report = RunReport("kazinform", BEGIN + timedelta(hours=number))
        fill_fields(report, "ar", 3, random)
        past.append(PastRun(report, "good"))
    words = []
    for number in range(60, 66):
        moment = BEGIN + timedelta(hours=number)
        report = RunReport("kazinform", moment, finish_reason="finished")
        edition = report.edition("ar")
        edition.listings.pages, edition.articles.read, edition.articles.known = 1, 2, 24
        edition.fill["g3"] = Counter(records=2, headline=2, body=2, author=1, section=2, image=2)
        words.append(judge(report, past).word)
        past.append(PastRun(report, words[-1]))
    assert words[0] == "nothing new"
    assert words[2] == "degraded", "six records without a date"


def test_a_young_archive_is_compared_with_its_newest_runs() -> None:
    random = Random(13)
    moments = [BEGIN + timedelta(hours=9 + number) for number in range(4)]
    past = [PastRun(ordinary(moment, 1, random), "good") for moment in moments]
    report = ordinary(BEGIN + timedelta(hours=14), 1, random)
    addresses_changed(report)
    assert judge(report, past).word == "layout change"
    assert judge(report, past[:2]).word in ("good", "nothing new"), "two runs make no rule"


def test_a_run_over_a_past_range_is_compared_with_none(history: list[PastRun]) -> None:
    report = ordinary(NOON, 3, Random(3))
    addresses_changed(report)
    report.ordinary = False
    assert judge(report, history).healthy
