"""A run in a few lines of the log."""

from datetime import UTC, datetime

from kazcrawl.health import RunReport
from kazcrawl.health.counts import ArticleCounts, ListingCounts
from kazcrawl.health.summary import summary


def test_a_line_an_edition_and_one_of_the_whole() -> None:
    report = RunReport("kazinform", datetime(2026, 11, 24, tzinfo=UTC), asked=["ru", "qz"])
    report.edition("ru").listings = ListingCounts(pages=3, unfit=1, failed=2)
    report.edition("ru").articles = ArticleCounts(read=7, asked=8)
    report.edition("kk").listings = ListingCounts(pages=1)
    report.edition("kk").articles = ArticleCounts(known=24)
    report.edition("").failures["503"] = 1
    report.requests, report.received_bytes, report.seconds = 31, 2_340_000, 12.6
    assert list(summary(report)) == [
        "kk: 1 listing pages; 24 known",
        "qz: 0 listing pages",
        "ru: 3 listing pages (2 failed, 1 unfit); 8 asked, 7 read",
        "31 requests, 2.3 MB in 13 s",
    ]
