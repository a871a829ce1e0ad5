"""A run's account becomes stats and comes back from them, whatever was counted."""

from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kazcrawl.health.counts import (
    ArchivedCounts,
    ArticleCounts,
    AuditCounts,
    Counts,
    ListingCounts,
    WitnessCounts,
)
from kazcrawl.health.run_report import UNTOLD, Delay, EditionReport, RunReport, SourceCounts

BEGAN = datetime(2026, 11, 24, 14, 5, 9, tzinfo=UTC)

numbers = st.integers(0, 10**9)
counted = st.integers(1, 10**9)
# Names hold neither slashes, which part the words of a stat, nor nothing.
words = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1)
codes = st.sampled_from(["ru", "kk", "qz", "www.example.org:8080", "example.org"])
reasons = st.sampled_from(["503", "403", "challenge", "DownloadTimeoutError", "robots.txt"])
# These may hold an address.
sentences = st.sampled_from(["page 2 is empty, twice", "https://www.inform.kz/lenta/?page=3: 404"])
counters = st.dictionaries(words, counted, max_size=3).map(Counter)


def counts_of(kind: type[Counts]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: numbers for name, _ in kind().items()})


sources = st.dictionaries(
    st.sampled_from(["rss", "sitemap", "last-news"]), counts_of(SourceCounts).filter(bool)
)
OF_EDITION = ["changed", "vanished", "listing_found_more", "refused", "given_up"]
OF_EDITION += ["search_endpoint", "search_browser"]
editions = st.builds(
    EditionReport,
    listings=counts_of(ListingCounts).filter(bool),
    articles=counts_of(ArticleCounts),
    sources=sources,
    fill=st.dictionaries(words, counters.filter(bool), max_size=3),
    failures=st.dictionaries(reasons, counted).map(Counter),
    contradictions=st.dictionaries(sentences, counted).map(Counter),
    audit=counts_of(AuditCounts),
    witnesses=counts_of(WitnessCounts),
    errors=st.dictionaries(st.text("abc .:", min_size=1), counted).map(Counter),
    **dict.fromkeys(OF_EDITION, numbers),
)
OF_RUN = ["language_mismatches", "cleaned_articles", "dates_unread", "dates_future", "aliases"]
OF_RUN += ["more_endpoint", "more_browser", "feed_files", "feed_records"]
OF_RUN += ["requests", "received_bytes", "exceptions", "clock_ahead"]
attributes: dict[str, st.SearchStrategy[Any]] = {
    "source": words,
    "started": st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    "crawl_id": st.text(),
    "ordinary": st.booleans(),
    "any_host": st.booleans(),
    "asked": st.lists(codes),
    "editions": st.dictionaries(codes, editions),
    "layouts": counters,
    "disagreements": counters,
    "looks": counters,
    "cleaned": counters.map(lambda rules: Counter({f"rule {name}": rules[name] for name in rules})),
    "invalid": counters,
    "archived": counts_of(ArchivedCounts),
    "delay": st.none() | st.builds(Delay, counted, st.floats(0, 10**7), st.floats(0, 10**7)),
    "trouble": st.dictionaries(st.sampled_from(["archive", "feed", "raw"]), words),
    "stopped_by": st.none() | words,
    "warnings": st.lists(words),
    "seconds": st.floats(0, 10**6),
    "finish_reason": st.none() | words,
    **dict.fromkeys(OF_RUN, numbers),
}
reports = st.builds(RunReport, **attributes)


@given(reports)
def test_stats_give_the_same_report_back(report: RunReport) -> None:
    assert RunReport.from_stats(report.as_stats()) == report


@given(reports)
def test_stats_are_flat_and_leave_out_what_was_not_counted(report: RunReport) -> None:
    always = {"source", "run/started", "run/ordinary", "run/editions"}
    for name, value in report.as_stats().items():
        assert value or name in always or name.startswith("delay/")
        assert isinstance(value, (int, float, str)) or name in ("run/editions", "run/warnings")


def test_every_attribute_is_tried_above() -> None:
    # Of the site, and the verdict's of a run under way alone: no stat tells it.
    assert {one.name for one in fields(RunReport)} == {*attributes, "any_host"}


def report_of_everything() -> RunReport:
    report = RunReport("kazinform", BEGAN, "20261124T140509Z-1", asked=["ru", "kk"], any_host=True)
    ru = report.edition("ru")
    ru.listings = ListingCounts(1, 2, 3, 4, 5)
    ru.articles = ArticleCounts(*range(1, 16))
    ru.errors["raised ValueError"] = 38
    ru.of_source("rss").entries = 20
    ru.of_source("last-news").cards = 21
    ru.of_source("last-news").untrusted = 1
    ru.changed, ru.vanished, ru.listing_found_more = 31, 32, 33
    ru.refused, ru.given_up, ru.search_endpoint, ru.search_browser = 34, 35, 36, 37
    ru.of_layout("g3").update(records=8, image=7)
    ru.failures.update({"503": 2, "DownloadTimeoutError": 1})
    report.edition("kk").failures["503"] = 4
    report.layouts.update(g3=5)
    report.disagreements.update(g3=2, g2=1)
    report.looks["scheduled"] = 6
    report.cleaned["telegram"] = 3
    report.invalid["headline"] = 1
    report.archived = ArchivedCounts(41, 42, 43, 44)
    report.delay = Delay(9, 1500, 2400)
    report.trouble["feed"] = "disk full"
    report.stopped_by = "SIGTERM"
    report.warnings = ["robots.txt asks for 40 s"]
    for number, name in enumerate(SINGLE, 50):
        setattr(report, name, number)
    report.finish_reason = "finished"
    return report


SINGLE = {
    "language_mismatches": "language/mismatch",
    "cleaned_articles": "cleaned/articles",
    "dates_unread": "date/unread",
    "dates_future": "date/future",
    "aliases": "dedupe/alias",
    "more_endpoint": "more/endpoint",
    "more_browser": "more/browser",
    "feed_files": "feed/files",
    "feed_records": "feed/records",
    "requests": "downloader/request_count",
    "received_bytes": "downloader/response_bytes",
    "seconds": "elapsed_time_seconds",
    "exceptions": "spider_exceptions/count",
}


def test_stats_have_the_names_that_users_know() -> None:
    assert report_of_everything().as_stats() == {
        "source": "kazinform",
        "run/started": "2026-11-24T14:05:09Z",
        "run/crawl_id": "20261124T140509Z-1",
        "run/ordinary": True,
        "run/any_host": True,
        "run/editions": ["ru", "kk"],
        "run/warnings": ["robots.txt asks for 40 s"],
        "listing/ru/pages": 1,
        "listing/ru/unchanged": 2,
        "listing/ru/empty": 3,
        "listing/ru/unfit": 4,
        "listing/ru/failed": 5,
        "article/ru/asked": 1,
        "article/ru/known": 2,
        "article/ru/postponed": 3,
        "article/ru/retried": 4,
        "article/ru/revisited": 5,
        "article/ru/read": 6,
        "article/ru/generic": 7,
        "article/ru/unchanged": 8,
        "article/ru/unfit": 9,
        "article/ru/invalid": 10,
        "article/ru/missing": 11,
        "article/ru/failed": 12,
        "article/ru/absent": 13,
        "article/ru/raised": 14,
        "article/ru/unaccounted": 15,
        "discovery/ru/rss_entries": 20,
        "discovery/ru/last-news_cards": 21,
        "discovery/ru/last-news_untrusted": 1,
        "discovery/ru/changed": 31,
        "discovery/ru/vanished": 32,
        "discovery/ru/listing_found_more": 33,
        "refused/ru": 34,
        "given_up/ru": 35,
        "search/ru/endpoint": 36,
        "search/ru/browser": 37,
        "field/ru/g3/records": 8,
        "field/ru/g3/image": 7,
        "error/ru/raised ValueError": 38,
        "failed/ru/503": 2,
        "failed/ru/DownloadTimeoutError": 1,
        "failed/kk/503": 4,
        "failed/503": 6,
        "failed/DownloadTimeoutError": 1,
        "layout/g3": 5,
        "layout_disagreement": 3,
        "layout_disagreement/g3": 2,
        "layout_disagreement/g2": 1,
        "looks/scheduled": 6,
        "cleaned/telegram": 3,
        "invalid/headline": 1,
        "archive/new": 41,
        "archive/revised": 42,
        "archive/unchanged": 43,
        "archive/gone": 44,
        "delay/articles": 9,
        "delay/median": 1500,
        "delay/p95": 2400,
        "failure/feed": "disk full",
        "stopped/by": "SIGTERM",
        "finish_reason": "finished",
        **{stat: number for number, stat in enumerate(SINGLE.values(), 50)},
    }


def test_a_report_of_everything_comes_back() -> None:
    report = report_of_everything()
    assert RunReport.from_stats(report.as_stats()) == report


def test_a_run_that_met_nothing_says_only_what_it_was() -> None:
    assert RunReport("republisher", BEGAN, ordinary=False).as_stats() == {
        "source": "republisher",
        "run/started": "2026-11-24T14:05:09Z",
        "run/ordinary": False,
        "run/editions": [],
    }


def test_failures_of_an_older_version_are_of_no_edition() -> None:
    report = RunReport.from_stats({"failed/503": 5, "failed/ru/503": 3, "failed/404": 1})
    assert report.editions["ru"].failures == {"503": 3}
    assert report.editions[UNTOLD].failures == {"503": 2, "404": 1}
    assert report.failures == {"503": 5, "404": 1}
    assert report.as_stats()["failed/503"] == 5
    assert "failed//503" not in report.as_stats()


def test_failures_told_by_edition_leave_none_untold() -> None:
    report = RunReport.from_stats({"failed/ru/503": 3, "failed/503": 3})
    assert list(report.editions) == ["ru"]


def test_stats_of_others_are_passed_by() -> None:
    report = RunReport.from_stats(
        {
            "verdict": "good",
            "verdict/figures": {"new": 3},
            "pace/closed": 1,
            "robotstxt/asked": 7,
            "browser/pages": 2,
            "downloader/response_status_count/200": 9,
            "log_count/INFO": 4,
            "archive/unknown": 1,
            "article/ru/unknown": 1,
            "listing/ru": 1,
            "discovery/ru/moved": 1,
        }
    )
    assert report.editions == {"ru": EditionReport()}
    assert report == RunReport("", report.started, ordinary=False, editions={"ru": EditionReport()})


def test_when_a_run_began_is_read_from_its_own_stat_or_from_scrapys() -> None:
    later = BEGAN + timedelta(hours=1)
    for stats, moment in (
        ({"run/started": "2026-11-24T14:05:09Z", "start_time": later}, BEGAN),
        ({"start_time": BEGAN}, BEGAN),
        ({"start_time": BEGAN.replace(tzinfo=None)}, BEGAN),
        ({"start_time": "2026-11-24 14:05:09+00:00"}, BEGAN),
        ({"start_time": "2026-11-24 14:05:09"}, BEGAN),
        ({}, datetime.max.replace(tzinfo=UTC)),
        ({"start_time": 5}, datetime.max.replace(tzinfo=UTC)),
    ):
        assert RunReport.from_stats(stats).started == moment, stats
    elsewhere = BEGAN.astimezone(timezone(timedelta(hours=5)))
    assert RunReport.from_stats({"start_time": elsewhere}).started.utcoffset() == timedelta(hours=5)


def test_a_run_is_ordinary_only_if_it_says_so() -> None:
    assert RunReport("kazinform", BEGAN).ordinary
    assert not RunReport.from_stats({}).ordinary
    assert RunReport.from_stats({"run/ordinary": True}).ordinary


def test_half_a_delay_is_none() -> None:
    assert RunReport.from_stats({"delay/median": 5, "delay/p95": 9}).delay is None


def test_scrapys_figures_are_taken_over_and_what_it_did_not_count_is_left() -> None:
    report = RunReport("kazinform", BEGAN, exceptions=3)
    report.take_over(
        {
            "downloader/request_count": 9,
            "downloader/response_bytes": 1234,
            "elapsed_time_seconds": 4.5,
            "finish_reason": "finished",
            "language/mismatch": 7,
        }
    )
    assert report == RunReport(
        "kazinform",
        BEGAN,
        requests=9,
        received_bytes=1234,
        seconds=4.5,
        finish_reason="finished",
        exceptions=3,
    )


def test_an_edition_is_made_when_it_is_written_and_not_when_it_is_read() -> None:
    report = RunReport("kazinform", BEGAN)
    assert report.met("ru") == EditionReport()
    assert report.editions == {}
    report.edition("ru").refused += 1
    assert report.edition("ru").refused == 1
    assert report.met("ru") is report.editions["ru"]
