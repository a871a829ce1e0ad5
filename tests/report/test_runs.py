"""What the report tells of runs."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from kazcrawl import clock
from kazcrawl.archive.runs import Run
from kazcrawl.health import RunReport
from kazcrawl.health.counts import ListingCounts
from kazcrawl.health.fields import RECORDS
from kazcrawl.health.run_report import Delay
from kazcrawl.report.runs import EditionState, Share, of_runs, states
from tests.health.cases import NOW, edition, run


def by_edition(key: tuple[str, str]) -> str:
    return key[1]


def row(report: RunReport) -> Run:
    started = clock.text(report.started)
    return Run("c1", report.source, started, started, "good", 0, report.as_stats())


def test_every_edition_of_the_newest_run_is_told_of_also_one_that_is_wholly_down() -> None:
    report = run(
        ru=edition(3, read=7, missing=1, failed=1, failures={"503": 1}),
        cn=edition(listings=ListingCounts(failed=2), failures={"DownloadTimeoutError": 2}),
        qz=edition(),
    )
    report.edition("").failures["404"] = 1
    assert states(row(report), by_edition) == [
        EditionState("cn", 0, 0, 2, "no answer in time (2)"),
        EditionState("qz", 0, 0, 0, ""),
        EditionState("ru", 3, 8, 1, "HTTP 503 (1)"),
    ]
    assert states(None, by_edition) == []


def told(*reports: RunReport) -> dict[str, Any]:
    return of_runs([row(report) for report in reports], by_edition)


def test_requests_refusals_and_failures_are_counted_by_astanas_day() -> None:
    # NOW is 19 o'clock in Astana.
    first = run(before=timedelta(hours=20), ru=edition(refused=4, failures={"403": 4, "503": 2}))
    first.requests = 30
    second = run(before=timedelta(hours=1), ru=edition(refused=1), kk=edition(refused=2))
    second.edition("kk").failures.update({"challenge": 2, "404": 5})
    second.requests = 7
    third = run(before=timedelta(hours=2))
    third.requests = 1
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    facts = told(first, second, third)
    assert facts["requests"] == {monday: 30, tuesday: 8}
    assert facts["refused"] == {monday: 4, tuesday: 3}
    assert facts["failed"] == {monday: 2, tuesday: 5}


def test_delay_is_the_median_of_a_days_runs_in_minutes() -> None:
    reports = [run(before=timedelta(hours=hours)) for hours in (1, 2, 3)]
    for report, seconds in zip(reports, (60, 1200, 6000), strict=True):
        report.delay = Delay(1, seconds, seconds)
    assert told(*reports, run())["delay"] == {NOW.date(): 20}
    assert told(run())["delay"] == {}


def test_layouts_and_fill_are_added_up_by_edition() -> None:
    reports = [run(), run()]
    reports[0].edition("ru").fill = {"g3": Counter(records=4, headline=4, image=1)}
    reports[1].edition("ru").fill = {"g3": Counter(records=4, headline=4), "g2": Counter(records=2)}
    reports[1].edition("kk").fill = {"g3": Counter(records=1)}
    facts = told(*reports)
    assert facts["layouts"] == {"kk": {"g3": 1}, "ru": {"g3": 8, "g2": 2}}
    assert list(facts["fields"]) == ["kk", "ru"]
    assert facts["fields"]["ru"][0] == Share("headline", 0.8)
    assert facts["fields"]["ru"][-1] == Share("image", 0.1)
    assert {share.share for share in facts["fields"]["kk"]} == {0.0}


def test_the_ten_rules_that_removed_most_are_told() -> None:
    reports = [run(), run()]
    reports[0].cleaned.update({f"rule {number}": number for number in range(1, 12)})
    reports[1].cleaned["rule 1"] = 30
    removed = told(*reports)["removed"]
    assert removed[:2] == [("rule 1", 31), ("rule 11", 11)]
    assert len(removed) == 10


def test_editions_of_two_sources_with_one_code_are_told_apart() -> None:
    ours, theirs = run(), run()
    theirs.source = "gone"
    ours.edition("en").fill["g3"] = Counter({RECORDS: 2})
    theirs.edition("en").fill["q1"] = Counter({RECORDS: 3})
    assert told(ours, theirs)["layouts"] == {"en": {"g3": 2}, "gone en": {"q1": 3}}
