"""A run beside its past: whom it is compared with, and what of it was told already."""

from datetime import timedelta

from kazcrawl.health import PastRun
from kazcrawl.health.case import Case
from kazcrawl.health.causes import REFUSALS
from kazcrawl.health.counts import ListingCounts
from tests.health.cases import edition, past, run


def test_editions_are_those_asked_or_met_of_which_nothing_was_told() -> None:
    report = run(ru=edition(), kk=edition())
    report.edition("qz")
    report.edition("")
    here = Case(report, [])
    assert here.editions == ["kk", "qz", "ru"]
    here.told.add("kk")
    assert here.editions == ["qz", "ru"]


def test_only_ordinary_runs_that_began_earlier_are_its_past() -> None:
    report = run(ru=edition())
    early, late = run(before=timedelta(seconds=1)), run()
    runs = [PastRun(early, "good"), PastRun(early, "failed"), PastRun(late, "good")]
    assert Case(report, runs).past == runs[:1]


def test_an_extraordinary_run_is_compared_with_none() -> None:
    report = run(ru=edition())
    runs = past(3, ru=edition(1, known=7))
    assert Case(report, runs).usually_seen("ru") == 7
    report.ordinary = False
    assert Case(report, runs).usually_seen("ru") == 0


def test_what_is_usually_seen_is_the_median_of_the_runs_that_know() -> None:
    runs = [run for known in (3, 8, 100) for run in past(1, ru=edition(1, known=known))]
    assert Case(run(), runs).usually_seen("ru") == 8
    runs += past(1, ru=edition(listings=ListingCounts(pages=1, unchanged=1), known=900))
    assert Case(run(), runs).usually_seen("ru") == 8
    assert Case(run(), runs).usually_seen("kk") == 0


def test_refusals_are_counted_by_edition_of_which_nothing_was_told() -> None:
    here = Case(run(ru=edition(refused=2), kk=edition(refused=1), oz=edition()), [])
    assert here.refused() == {"kk": 1, "ru": 2}
    here.told.add("ru")
    assert here.refused() == {"kk": 1}


def test_failed_pages_are_refused_if_every_failure_was_a_refusal_of_whatever_kind() -> None:
    every = dict.fromkeys(REFUSALS, 1)
    listings = ListingCounts(failed=2)
    assert Case(run(ru=edition(listings=listings, failed=4, failures=every)), []).refused() == {
        "ru": 6
    }
    report = run(ru=edition(failed=7, failures=every | {"503": 1}))
    assert Case(report, []).refused() == {}


def test_a_refusal_that_was_counted_keeps_other_failures_from_being_refusals() -> None:
    here = Case(
        run(ru=edition(refused=2), kk=edition(failed=4, failures={"403": 4})),
        [],
    )
    assert here.refused() == {"ru": 2}


def test_causes_of_editions_are_their_own_and_those_of_no_edition() -> None:
    report = run(ru=edition(failures={"503": 1}), kk=edition(failures={"404": 1}))
    assert Case(report, []).causes(["ru"]) == "HTTP 503 (1)"
    report.edition("").failures["503"] = 2
    assert Case(report, []).causes(["ru"]) == "HTTP 503 (3)"


def test_pages_that_came_and_are_of_no_use_are_failures_too() -> None:
    listings = ListingCounts(unfit=20, pages=30)
    report = run(ru=edition(listings=listings, unfit=3, invalid=4, failures={"503": 1}))
    assert Case(report, []).failures("ru") == {
        "503": 1,
        "fits no known layout": 23,
        "no headline or no text": 4,
    }
    assert Case(run(), []).failures("ru") == {}
