"""What is lacking in a run that is good all the same, each with its edition and cause."""

from datetime import timedelta

import pytest

from kazcrawl.health import PastRun, RunReport, Verdict
from kazcrawl.health.case import Case
from kazcrawl.health.counts import AuditCounts, ListingCounts, SourceCounts
from kazcrawl.health.degraded import degraded
from tests.health.cases import edition, past, run
from tests.health.test_fields import filled


def told(report: RunReport, runs: list[PastRun] | None = None) -> Verdict | None:
    return degraded(Case(report, runs or []))


def test_a_run_that_lacks_nothing_is_not_degraded() -> None:
    listings = ListingCounts(pages=3, unchanged=1, empty=1)
    report = run(ru=edition(listings=listings, read=3, missing=1, unchanged=1, generic=1))
    assert told(report) is None


def test_pages_that_failed_are_told_with_their_causes_and_editions() -> None:
    report = run(
        ru=edition(9, read=9, failed=2, failures={"503": 2}),
        kk=edition(9, read=9, unfit=1, invalid=1),
        oz=edition(9, read=9),
    )
    assert told(report) == Verdict(
        "degraded",
        "4 article pages failed: fits no known layout (1), no headline or no text (1) at kk; "
        "HTTP 503 (2) at ru",
        {"articles failed": 4},
    )


def test_listing_pages_that_failed_are_told_with_their_causes() -> None:
    listings = ListingCounts(pages=9, failed=2, unfit=1)
    report = run(ru=edition(listings=listings, known=9, failures={"503": 2}))
    assert told(report) == Verdict(
        "degraded",
        "3 listing pages failed: HTTP 503 (2), fits no known layout (1) at ru",
        {"listings failed": 3},
    )


def test_causes_stand_once_behind_both_kinds_of_pages() -> None:
    listings = ListingCounts(pages=9, failed=1)
    report = run(ru=edition(listings=listings, read=9, failed=1, failures={"503": 2}))
    assert told(report) == Verdict(
        "degraded",
        "1 listing pages failed; 1 article pages failed: HTTP 503 (2) at ru",
        {"listings failed": 1, "articles failed": 1},
    )


def test_failures_of_which_no_cause_is_known_are_told_all_the_same() -> None:
    here = told(run(ru=edition(9, read=9, failed=1)))
    assert here is not None
    assert here.reason == "1 article pages failed"


def test_causes_of_which_the_edition_is_not_told_stand_before_those_of_editions() -> None:
    report = run(ru=edition(9, read=9, failed=1, failures={"503": 1}))
    report.edition("").failures["404"] = 1
    assert told(report) == Verdict(
        "degraded",
        "1 article pages failed: HTTP 404 (1); HTTP 503 (1) at ru",
        {"articles failed": 1},
    )


def test_a_pipeline_that_fails_behind_the_archive_is_told_of() -> None:
    report = run(ru=edition(9, read=9), kk=edition(9, read=9))
    report.edition("ru").errors["a pipeline raised ValueError"] = 2
    assert told(report) == Verdict(
        "degraded",
        "2 articles were archived and then failed: a pipeline raised ValueError (2) at ru",
        {"ru errors": 2},
    )


def test_pages_that_raised_and_articles_that_are_lost_were_not_archived() -> None:
    report = run(ru=edition(9, read=9, raised=1, unaccounted=2), kk=edition(9, raised=1))
    report.edition("ru").errors.update({"raised OSError": 1, "a pipeline raised ValueError": 3})
    report.edition("kk").errors["raised OSError"] = 1
    verdict = told(report)
    assert verdict is not None
    assert verdict.reason.startswith("1 articles were archived and then failed")
    assert "kk errors" not in verdict.figures


def test_warnings_of_a_run_are_told() -> None:
    report = run(ru=edition(9, read=9))
    report.warnings = ["DEPTH_LIMIT=3 is set"]
    assert told(report) == Verdict("degraded", "DEPTH_LIMIT=3 is set", {"DEPTH_LIMIT=3 is set": 1})


def test_refused_pages_are_told_by_edition() -> None:
    report = run(ru=edition(9, read=9, refused=2), kk=edition(9, read=9, refused=1))
    assert told(report) == Verdict("degraded", "3 pages of kk, ru were refused", {"refused": 3})


def test_editions_of_which_a_graver_rule_told_are_left_out() -> None:
    counts = SourceCounts(missing=1)
    report = run(
        ru=edition(9, failed=1, refused=1, sources={"rss": counts}, failures={"503": 1}),
        kk=edition(9, failed=1, failures={"404": 1}),
    )
    here = Case(report, [])
    here.told = {"ru"}
    assert degraded(here) == Verdict(
        "degraded", "1 article pages failed: HTTP 404 (1) at kk", {"articles failed": 1}
    )
    here.told = {"ru", "kk"}
    assert degraded(here) is None


# --- feeds for machines -------------------------------------------------------------------------


def with_source(name: str = "rss", **counts: int) -> RunReport:
    return run(ru=edition(9, read=9, sources={name: SourceCounts(**counts)}))


@pytest.mark.parametrize("what", ["missing", "broken"])
@pytest.mark.parametrize("source", ["rss", "last-news"])
def test_a_feed_that_is_not_there_is_told_until_an_earlier_run_lacked_it(
    source: str, what: str
) -> None:
    report = with_source(source, **{what: 1})
    assert told(report, past(1, ru=edition(9))) == Verdict(
        "degraded", f"ru: {source} is {what}", {f"ru {source} is {what}": 1}
    )
    lacking = {source: SourceCounts(**{what: 1})}
    assert told(report, past(1, ru=edition(9, sources=lacking))) is None
    assert told(report, past(1, kk=edition(9, sources=lacking))) is not None
    there = {source: SourceCounts(entries=9)}
    assert told(report, past(1, ru=edition(9, sources=there))) is not None


def test_one_earlier_run_of_many_is_enough_to_know_it() -> None:
    lacking = edition(9, sources={"rss": SourceCounts(missing=1)})
    runs = [*past(2, ru=edition(9)), *past(1, ru=lacking)]
    assert told(with_source(missing=1), runs) is None


def test_what_a_failed_run_lacked_is_news_in_the_next() -> None:
    lacking = run(before=timedelta(days=1), ru=edition(9, sources={"rss": SourceCounts(missing=1)}))
    assert told(with_source(missing=1), [PastRun(lacking, "unreachable")]) is not None


def test_a_feed_that_failed_is_told_each_time_with_its_cause() -> None:
    report = with_source(failed=1)
    report.edition("ru").failures["503"] = 1
    failing = past(3, ru=edition(9, sources={"rss": SourceCounts(failed=1)}))
    assert told(report, failing) == Verdict(
        "degraded", "ru: rss failed: HTTP 503 (1)", {"ru rss failed": 1}
    )


def test_a_feed_that_failed_without_a_known_cause_is_told() -> None:
    assert told(with_source(failed=1)) == Verdict(
        "degraded", "ru: rss failed", {"ru rss failed": 1}
    )


def test_causes_are_told_once_where_pages_failed_as_well() -> None:
    report = with_source(failed=1)
    report.edition("ru").failures["503"] = 2
    report.edition("ru").articles.failed = 1
    here = told(report)
    assert here is not None
    assert here.reason == "1 article pages failed: HTTP 503 (2) at ru; ru: rss failed"


def test_feeds_that_came_short_or_late_are_no_trouble() -> None:
    report = with_source(short=1, behind=1, untrusted=1, changed=2, new=1, entries=9, unchanged=1)
    assert told(report) is None


# --- fields -------------------------------------------------------------------------------------


def test_a_field_that_became_rare_is_told_with_its_figures() -> None:
    before = [PastRun(filled(days=1, records=100, image=90), "good")]
    report = filled(records=20, image=0)
    here = Case(report, before)
    assert degraded(here) == Verdict(
        "degraded",
        "image of ru (g3) stands on 0 of 20 pages, usually on 90%",
        {"ru g3 image": "0/20"},
    )
    here.told = {"ru"}
    assert degraded(here) is None


@pytest.mark.parametrize(
    ("absent", "read", "is_told"),
    [(5, 15, True), (5, 16, False), (4, 4, False), (30, 35, True), (5, 0, True)],
)
def test_new_articles_that_are_not_there_are_told_where_they_are_too_many_for_withdrawals(
    absent: int, read: int, *, is_told: bool
) -> None:
    verdict = told(run(kk=edition(9, read=read, absent=absent, missing=absent)))
    text = f"{absent} of {absent + read} articles of kk are not there: HTTP 404, or a page that "
    expected = Verdict("degraded", f"{text}says so", {"kk absent": absent})
    assert verdict == (expected if is_told else None)


def test_cards_that_may_be_articles_are_told_with_their_edition() -> None:
    report = run(ru=edition(9, read=9), kk=edition(9, read=9))
    report.edition("kk").listings.strange = 2
    assert told(report) == Verdict(
        "degraded",
        "kk: 2 cards lead to the site, and to no article's address; see the log",
        {"kk strange cards": 2},
    )


def test_what_contradicts_itself_is_told_with_its_edition() -> None:
    report = run(ru=edition(9, read=9), kk=edition(9, read=9))
    report.edition("kk").contradictions["page 3 is empty, twice, and the pager names page 5"] = 1
    assert told(report) == Verdict(
        "degraded",
        "kk contradicts itself: page 3 is empty, twice, and the pager names page 5",
        {"kk contradicted": 1},
    )


def test_what_an_audit_found_missing_is_told_as_recall() -> None:
    report = run(ru=edition(9, read=9), kk=edition(9, read=9))
    report.edition("ru").audit = AuditCounts(100, 0)
    assert told(report) is None
    report.edition("kk").audit = AuditCounts(200, 3)
    assert told(report) == Verdict(
        "degraded",
        "kk: 3 of 200 articles were missing from days called complete (recall 98.5%)",
        {"kk audit": 3},
    )


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (0, None),
        (120, None),
        (-120, None),
        (121, "this machine's clock is 121 s ahead of the servers' Date"),
        (-600, "this machine's clock is 600 s behind the servers' Date"),
        (
            259_200,
            "this machine's clock is 259,200 s ahead of the servers' Date; nothing is noted as "
            "walked",
        ),
    ],
)
def test_a_clock_that_is_minutes_off_is_told(ahead: int, said: str | None) -> None:
    report = run(ru=edition(9, read=9))
    report.clock_ahead = ahead
    verdict = told(report)
    assert (verdict and verdict.reason) == said


def test_an_edition_that_fell_silent_is_told_with_its_longest_silence_before() -> None:
    ages = (timedelta(hours=27 + 6 * step) for step in range(80))
    runs = [PastRun(run(before=age, ru=edition(9, asked=3)), "good") for age in ages]
    report = run(ru=edition(9, known=24))
    assert told(report, runs) == Verdict(
        "degraded",
        "ru: nothing new for 27 h; the longest silence before was 6 h",
        {"ru silent": "27 h"},
    )
