"""What the bar at a terminal counts."""

from datetime import UTC, datetime

from kazcrawl.extensions.progress import articles_asked_and_came
from kazcrawl.health import RunReport
from kazcrawl.health.counts import ArticleCounts


def test_articles_are_over_when_they_came_or_failed_whatever_they_held() -> None:
    report = RunReport("kazinform", datetime(2026, 11, 24, tzinfo=UTC))
    assert articles_asked_and_came(report) == (0, 0)
    report.edition("ru").articles = ArticleCounts(asked=1, retried=20, revisited=300)
    report.edition("kk").articles = ArticleCounts(
        known=9, postponed=9, asked=4000, generic=9, invalid=9
    )
    assert articles_asked_and_came(report) == (4321, 0)
    report.edition("ru").articles.read = 1
    report.edition("kk").articles.unchanged = 20
    report.edition("kk").articles.unfit = 300
    report.edition("kk").articles.missing = 4000
    report.edition("kk").articles.failed = 50000
    assert articles_asked_and_came(report) == (4321, 54321)
