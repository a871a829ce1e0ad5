"""The verdict on a run: the gravest rule gives the word, every edition in trouble is named."""

from typing import Any

import pytest

from kazcrawl.health import RunReport, Verdict, judge
from kazcrawl.health.counts import ArchivedCounts, ListingCounts, SourceCounts
from tests.health.cases import edition, past, run

WELL = {"new": 0, "revised": 0, "gone": 0}


def quiet() -> RunReport:
    return run(ru=edition(2, known=20, read=3, unchanged=4), kk=edition(5, read=1))


def test_nothing_new_is_well() -> None:
    report = quiet()
    report.archived.unchanged = 4
    assert judge(report) == Verdict(
        "nothing new",
        "the site holds nothing that the archive lacks",
        {**WELL, "listing pages": 7, "article pages": 8},
    )


@pytest.mark.parametrize("name", ["new", "revised", "gone"])
def test_any_new_version_is_good(name: str) -> None:
    report = quiet()
    report.archived.set(name, 2)
    counts = {**WELL, name: 2}
    assert judge(report) == Verdict(
        "good",
        "{new} new articles, {revised} revised, {gone} gone".format(**counts),
        {**counts, "listing pages": 7, "article pages": 8},
    )


@pytest.mark.parametrize("what", ["archive", "feed", "raw"])
def test_what_could_not_be_written_comes_first(what: str) -> None:
    report = quiet()
    report.archived = ArchivedCounts(1, 2, 3, 4)
    report.stopped_by, report.finish_reason = "SIGTERM", "shutdown"
    report.trouble[what] = "No space left on device"
    assert judge(report) == Verdict(
        "not delivered",
        "No space left on device",
        {"what": what, "new": 1, "revised": 2, "gone": 4},
    )


def test_a_publisher_that_was_in_the_way_is_told_before_anything_else() -> None:
    report = quiet()
    report.archived.new = 1
    report.trouble = {"archive": "disk full", "publisher": "x: held by scrapy publish"}
    assert judge(report) == Verdict(
        "locked",
        "x: held by scrapy publish; everything fetched is archived, and waits for the next run "
        "to publish it",
        {"new": 1, "revised": 0, "gone": 0},
    )


def test_the_archive_is_told_of_before_the_feed_and_the_feed_before_raw_pages() -> None:
    report = quiet()
    report.trouble = {"raw": "raw", "feed": "feed"}
    assert judge(report).figures["what"] == "feed"
    report.trouble["archive"] = "archive"
    assert judge(report).figures["what"] == "archive"


def test_a_stopped_run_is_no_failed_one() -> None:
    report = quiet()
    report.archived.new = 1
    report.stopped_by, report.finish_reason = "SIGTERM", "shutdown"
    assert judge(report) == Verdict(
        "stopped",
        "stopped by SIGTERM before the end",
        {"by": "SIGTERM", "new": 1, "revised": 0, "gone": 0},
    )


@pytest.mark.parametrize("bound", ["ITEMCOUNT", "PAGECOUNT", "TIMEOUT", "TIMEOUT_NO_ITEM"])
def test_a_bound_of_scrapys_stops_a_run(bound: str) -> None:
    report = quiet()
    report.finish_reason = f"closespider_{bound.lower()}"
    verdict = judge(report)
    assert (verdict.word, verdict.exit_code) == ("stopped", 6)
    assert verdict.reason == f"stopped by CLOSESPIDER_{bound} before the end"


@pytest.mark.parametrize("what", ["archive", "feed", "raw"])
def test_an_end_of_our_own_keeps_its_code(what: str) -> None:
    report = quiet()
    report.finish_reason, report.trouble[what] = f"{what}_failed", "disk full"
    assert (judge(report).reason, judge(report).exit_code) == ("disk full", 5)


def test_a_run_that_was_left_for_want_of_its_archive_is_no_failure_of_the_program() -> None:
    report = quiet()
    report.finish_reason, report.trouble["archive"] = None, "the lock on server x is lost"
    assert (judge(report).reason, judge(report).exit_code) == ("the lock on server x is lost", 5)


@pytest.mark.parametrize("ending", ["shutdown", "cancelled", "memusage_exceeded", None])
def test_any_other_end_is_a_failure(ending: str | None) -> None:
    report = quiet()
    report.finish_reason = ending
    assert judge(report) == Verdict(
        "failed", f"the program failed: {ending}; see the log", {"raised": 0}
    )


def test_one_page_that_raises_an_error_is_a_failure_of_its_edition() -> None:
    report = quiet()
    report.exceptions = report.edition("kk").articles.raised = 1
    report.edition("kk").errors["raised ValueError"] = 1
    assert judge(report) == Verdict(
        "failed",
        "the program failed: 1 pages raised an error; see the log: raised ValueError (1) at kk",
        {"raised": 1},
    )


def test_an_article_that_is_unaccounted_for_is_a_failure_of_its_edition() -> None:
    report = quiet()
    report.edition("ru").articles.unaccounted = 3
    report.edition("ru").errors["a pipeline dropped it"] = 3
    assert judge(report) == Verdict(
        "failed",
        "the program failed: 3 articles were read and are not accounted for; see the log: "
        "a pipeline dropped it (3) at ru",
        {"raised": 0, "unaccounted": 3},
    )


# What holds at once, the gravest first, and the code of each.
AT_ONCE = {
    "not delivered": 5,
    "failed": 1,
    "refused": 4,
    "unreachable": 4,
    "layout change": 3,
    "stopped": 6,
    "degraded": 0,
}


@pytest.mark.parametrize("left_out", range(len(AT_ONCE)))
def test_the_order_of_codes(left_out: int) -> None:
    words = list(AT_ONCE)[left_out:]
    editions = {
        "refused": ("ar", TROUBLES["ar"]),
        "unreachable": ("cn", TROUBLES["cn"]),
        "layout change": ("en", TROUBLES["en"]),
        "degraded": ("kk", TROUBLES["kk"]),
    }
    report = run(**dict(editions[word] for word in words if word in editions))
    if "not delivered" in words:
        report.trouble["feed"] = "disk full"
    report.exceptions = int("failed" in words)
    report.stopped_by = "SIGTERM" if "stopped" in words else None
    verdict = judge(report)
    assert (verdict.word, verdict.exit_code) == (words[0], AT_ONCE[words[0]])


TROUBLES: dict[str, Any] = {
    "ar": edition(refused=1, failures={"403": 1}),
    "cn": edition(failed=2, failures={"DownloadTimeoutError": 2}),
    "en": edition(1, unfit=3),
    "kk": edition(9, read=9, failed=1, failures={"503": 1}),
    "oz": edition(9, read=9, sources={"rss": SourceCounts(missing=1)}),
    "ru": edition(9, read=9),
}
SENTENCES = [
    "the site refuses us at ar (ar: 1 refused, 0 answered): HTTP 403, forbidden (1)",
    "nothing could be had of cn: no answer in time (2)",
    "3 of 3 article pages of en fit no known layout",
    "1 article pages failed: HTTP 503 (1) at kk",
    "oz: rss is missing",
]


def test_the_gravest_gives_the_word_and_every_edition_in_trouble_is_named_behind_it() -> None:
    verdict = judge(run(**TROUBLES))
    assert (verdict.word, verdict.reason) == ("refused", "; ".join(SENTENCES))
    assert verdict.figures == {"ar": "1 refused, 0 answered"}


@pytest.mark.parametrize(
    ("left_out", "word"),
    [(1, "unreachable"), (2, "layout change"), (3, "degraded")],
)
def test_the_next_gravest_gives_the_word_where_the_gravest_does_not_hold(
    left_out: int, word: str
) -> None:
    editions = dict(list(TROUBLES.items())[left_out:])
    verdict = judge(run(**editions))
    assert (verdict.word, verdict.reason) == (word, "; ".join(SENTENCES[left_out:]))


def test_editions_in_trouble_are_named_behind_what_is_no_editions_fault() -> None:
    report = run(**TROUBLES)
    report.trouble["feed"] = "disk full"
    assert judge(report).reason == "; ".join(["disk full", *SENTENCES])
    editions = {code: TROUBLES[code] for code in ("kk", "oz", "ru")}
    failed = run(**editions)
    failed.finish_reason = "shutdown"
    verdict = judge(failed)
    assert (verdict.word, verdict.reason) == (
        "failed",
        "; ".join(["the program failed: shutdown; see the log", *SENTENCES[3:]]),
    )


def test_a_failure_of_the_program_is_told_once() -> None:
    report = run(kk=TROUBLES["kk"])
    report.exceptions = 10
    assert judge(report).reason == (
        "the program failed: 10 pages raised an error; see the log; " + SENTENCES[3]
    )


def test_errors_of_pages_are_not_told_again_as_errors_behind_the_archive() -> None:
    report = run(kk=edition(1))
    report.exceptions = 2
    report.editions["kk"].errors.update({"OSError": 2})
    assert judge(report).reason == (
        "the program failed: 2 pages raised an error; see the log: OSError (2) at kk"
    )


def test_a_failure_of_the_program_is_told_behind_what_could_not_be_written() -> None:
    report = run(en=TROUBLES["en"])
    report.exceptions, report.trouble["feed"] = 2, "disk full"
    assert judge(report).reason == (
        f"disk full; the program failed: 2 pages raised an error; see the log; {SENTENCES[2]}"
    )


def test_the_past_is_what_a_run_is_judged_by() -> None:
    report = run(ru=edition(listings=ListingCounts(pages=2)))
    assert judge(report).word == "nothing new"
    assert judge(report, past(3, ru=edition(1, known=9))).word == "layout change"
