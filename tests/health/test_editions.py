"""Editions that refuse us, cannot be reached, or changed their pages: from which figure on."""

from dataclasses import replace

import pytest

from kazcrawl.health import RunReport, Verdict
from kazcrawl.health.case import Case
from kazcrawl.health.counts import ListingCounts, SourceCounts
from kazcrawl.health.editions import layout_change, refused, unreachable
from tests.health.cases import edition, past, run

CHALLENGE = "a challenge or log-in page stood in the article's place"


def case(report: RunReport, *, runs: list = []) -> Case:  # noqa: B006 read only
    return Case(report, runs)


# --- refused ------------------------------------------------------------------------------------


def test_as_many_refusals_as_answers_are_a_refusal_and_fewer_are_not() -> None:
    here = case(run(ru=edition(2, read=3, refused=5, failures={"403": 5})))
    assert refused(here) == Verdict(
        "refused",
        "the site refuses us at ru (ru: 5 refused, 5 answered): HTTP 403, forbidden (5)",
        {"ru": "5 refused, 5 answered"},
    )
    assert here.told == {"ru"}
    assert refused(case(run(ru=edition(2, read=3, refused=4)))) is None


def test_a_listing_that_was_to_go_on_is_refused_if_its_failures_are_refusals() -> None:
    def cut(failed: int, refusals: int) -> Verdict | None:
        listings = ListingCounts(pages=9, failed=failed)
        return refused(case(run(ru=edition(listings=listings, refused=refusals))))

    assert cut(2, 2) is not None
    assert cut(1, 2) is not None
    assert cut(3, 2) is None
    assert cut(0, 2) is None


def test_every_edition_that_refuses_is_named_with_its_own_cause() -> None:
    report = run(
        ru=edition(refused=2, failures={"403": 2}),
        ar=edition(refused=1, failures={"429": 1}),
        kk=edition(9, read=9, refused=1, failures={"401": 1}),
    )
    told = refused(case(report))
    assert told is not None
    assert told.reason == (
        "the site refuses us at ar, ru (ar: 1 refused, 0 answered; ru: 2 refused, 0 answered): "
        "HTTP 429, too many requests (1) at ar; HTTP 403, forbidden (2) at ru"
    )


def test_a_refusal_without_a_failure_is_a_page_in_the_articles_place() -> None:
    told = refused(case(run(ru=edition(refused=1))))
    assert told is not None
    assert told.reason.endswith(f": {CHALLENGE}")


@pytest.mark.parametrize("reason", ["401", "403", "407", "429", "451", "challenge"])
def test_failures_that_are_all_refusals_are_refusals(reason: str) -> None:
    listings = ListingCounts(failed=1)
    ru = edition(listings=listings, failed=2, failures={reason: 3})
    told = refused(case(run(ru=ru, kk=edition(1, read=1))))
    assert told is not None
    assert told.figures == {"ru": "3 refused, 0 answered"}
    ru.failures["503"] = 1
    assert refused(case(run(ru=ru))) is None


def test_without_a_failure_nothing_is_refused() -> None:
    assert refused(case(run(ru=edition(failed=3)))) is None


# --- unreachable --------------------------------------------------------------------------------


def test_an_edition_of_which_nothing_came_is_unreachable() -> None:
    down = edition(listings=ListingCounts(failed=1), failed=2, failures={"503": 3})
    here = case(run(ru=down, kk=edition(1, failed=2, failures={"404": 2})))
    assert unreachable(here) == Verdict(
        "unreachable", "nothing could be had of ru: HTTP 503 (3)", {"failed": {"ru": 3}}
    )
    assert here.told == {"ru"}


def test_an_rss_that_came_is_an_answer() -> None:
    rss = {"rss": SourceCounts(entries=20)}
    assert unreachable(case(run(ru=edition(failed=2, sources=rss)))) is None


def test_three_articles_that_fail_while_none_comes_are_unreachable_and_two_are_not() -> None:
    told = unreachable(case(run(ru=edition(5, failed=3, failures={"503": 3}))))
    assert told is not None
    assert told.figures == {"failed": {"ru": 3}}
    assert unreachable(case(run(ru=edition(5, failed=2)))) is None
    assert unreachable(case(run(ru=edition(5, failed=9, missing=1)))) is None


def test_five_new_articles_that_are_not_there_while_none_is_are_unreachable() -> None:
    def told(**articles: int) -> Verdict | None:
        return unreachable(case(run(ru=edition(5, **articles), kk=edition(1, read=1))))

    assert told(missing=7, absent=5, unchanged=2) == Verdict(
        "unreachable",
        "none of 5 new articles of ru is there: HTTP 404, or a page that says so",
        {"absent": {"ru": 5}},
    )
    assert told(missing=4, absent=4) is None
    assert told(missing=9, absent=9, read=1) is None
    # Withdrawn ones are no new ones.
    assert told(missing=9) is None


def test_every_edition_that_is_down_is_named_with_its_own_causes() -> None:
    report = run(
        ru=edition(failed=1, failures={"503": 1}),
        ar=edition(failed=2, failures={"DownloadTimeoutError": 2}),
        cn=edition(failed=4, failures={"503": 4}),
        qz=edition(),
    )
    here = case(report)
    told = unreachable(here)
    assert told == Verdict(
        "unreachable",
        "nothing could be had of ar, cn, ru: no answer in time (2) at ar; HTTP 503 (5) at cn, ru; "
        "no listing page of qz was answered",
        {"failed": {"ar": 2, "cn": 4, "ru": 1}, "asked": 0},
    )
    assert here.told == {"ar", "cn", "ru", "qz"}


def test_an_edition_that_was_never_asked_is_told_when_the_run_came_to_its_end() -> None:
    report = run(ru=edition(1, read=1), qz=edition(retried=1))
    assert unreachable(case(report)) == Verdict(
        "unreachable", "no listing page of qz was answered", {"asked": 0}
    )
    report.finish_reason = "archive_failed"
    assert unreachable(case(report)) is None


def test_an_edition_is_told_of_once() -> None:
    report = run(ru=edition(failed=1), qz=edition())
    here = case(report)
    here.told = {"ru", "qz"}
    assert unreachable(here) is None


# --- layout change ------------------------------------------------------------------------------


def test_listings_most_of_whose_cards_are_no_articles_are_a_layout_change() -> None:
    def listings(nameless: int) -> Verdict | None:
        counts = ListingCounts(pages=4, nameless=nameless)
        return layout_change(case(run(ru=edition(listings=counts, read=9))))

    assert listings(3) == Verdict(
        "layout change",
        "most cards of 3 of 4 listing pages of ru are no articles of it",
        {"ru": {"nameless": 3, "pages": 4}},
    )
    assert listings(2) is None


def test_more_than_half_of_the_listings_unfit_is_a_layout_change_and_half_is_not() -> None:
    def listings(unfit: int, pages: int) -> Verdict | None:
        counts = ListingCounts(pages=pages, unfit=unfit)
        return layout_change(case(run(ru=edition(listings=counts, known=9))))

    assert listings(3, 5) == Verdict(
        "layout change",
        "3 of 5 listing pages of ru fit no known layout",
        {"ru": {"unfit": 3, "pages": 5}},
    )
    assert listings(2, 4) is None
    assert listings(3, 6) is None
    assert listings(0, 0) is None


def test_more_than_half_of_the_articles_strange_is_a_layout_change_and_half_is_not() -> None:
    assert layout_change(case(run(ru=edition(1, read=4, generic=2, unfit=1)))) == Verdict(
        "layout change",
        "3 of 5 article pages of ru fit no known layout",
        {"ru": {"unfit": 3, "pages": 5}},
    )
    assert layout_change(case(run(ru=edition(1, read=4, generic=2)))) is None
    assert layout_change(case(run(ru=edition(1, read=3, generic=1, unfit=1)))) is None
    assert layout_change(case(run(ru=edition(1, unfit=1)))) is not None


def test_listings_that_name_no_article_are_a_layout_change_where_five_are_usual() -> None:
    def silent_zero(usual: int) -> Verdict | None:
        return layout_change(case(run(ru=edition(3)), runs=past(3, ru=edition(1, known=usual))))

    assert silent_zero(5) == Verdict(
        "layout change",
        "3 listing pages of ru came and named no article; usually they name 5",
        {"ru": {"seen": 0, "usually": 5}},
    )
    assert silent_zero(4) is None
    one = case(run(ru=edition(3, known=1)), runs=past(3, ru=edition(1, known=9)))
    assert layout_change(one) is None


def test_every_edition_of_a_new_layout_is_named_once() -> None:
    report = run(
        ru=edition(listings=ListingCounts(pages=1, unfit=1), unfit=2),
        kk=edition(1, read=2),
        ar=edition(1, unfit=2),
    )
    here = case(report)
    told = layout_change(here)
    assert told == Verdict(
        "layout change",
        "2 of 2 article pages of ar fit no known layout; "
        "1 of 1 listing pages of ru fit no known layout",
        {"ar": {"unfit": 2, "pages": 2}, "ru": {"unfit": 1, "pages": 1}},
    )
    assert here.told == {"ar", "ru"}


def test_foreign_sites_have_no_layout_to_change() -> None:
    report = run(ru=edition(1, unfit=9))
    assert layout_change(case(report)) is not None
    assert layout_change(case(replace(report, any_host=True))) is None
