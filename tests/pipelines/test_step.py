"""What the pure steps count in a run's report, and how a crawl without one gets it."""

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.spiders import Spider
from scrapy.statscollectors import MemoryStatsCollector

from kazcrawl.health import RunReport
from kazcrawl.pipelines.clean import Clean
from kazcrawl.pipelines.fill import Fill
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.pipelines.validate import InvalidArticle, Validate
from kazcrawl.record import Article

FETCHED = "2026-11-24T14:00:00Z"


@pytest.fixture
def report() -> RunReport:
    return RunReport("kazinform", datetime(2026, 11, 24, 14, tzinfo=UTC))


def article(**values: Any) -> Article:
    given: dict[str, Any] = {
        "url": "https://www.inform.kz/ru/a_a1",
        "source": "kazinform",
        "edition": "ru",
        "in_language": "ru",
        "layout": "g3",
        "fetched_at": FETCHED,
    }
    return Article(**given | values)


def test_lines_that_cleaning_removes_are_counted_by_rule(report: RunReport) -> None:
    step = Clean(report)
    step.process_item(article(article_body="One.\n\nPhoto: Press office\n\nPhoto: Other office"))
    step.process_item(article(article_body="Two.\n\nPhoto: Press office"))
    step.process_item(article(article_body="Nothing to remove."))
    assert report.cleaned == {"photo-credit": 3}
    assert report.cleaned_articles == 2


def test_dates_that_are_not_read_or_not_believed_are_counted(report: RunReport) -> None:
    step = Normalise(report)
    step.process_item(article(date_published_raw="the day before tomorrow"))
    assert (report.dates_unread, report.dates_future) == (1, 0)
    step.process_item(article(published_machine="2026-11-26T14:00:00Z"))
    assert (report.dates_unread, report.dates_future) == (1, 1)
    step.process_item(article(published_machine="2026-11-24T12:00:00Z"))
    assert (report.dates_unread, report.dates_future) == (1, 1)


def test_what_is_no_article_is_counted_by_what_it_lacks(report: RunReport) -> None:
    step = Validate(report)
    for values in ({"article_body": "Text."}, {"headline": "Title"}, {"headline": "Title"}):
        with pytest.raises(InvalidArticle):
            step.process_item(article(**values))
    step.process_item(article(headline="Title", article_body="Text."))
    assert report.invalid == {"headline": 1, "article_body": 2}


def test_fields_are_counted_by_edition_and_layout(report: RunReport) -> None:
    step = Fill(report)
    full = {"headline": "Title", "article_body": "Text.", "author": ["A"], "image": []}
    step.process_item(article(**full, date_published=FETCHED, article_section=["Sport"]))
    step.process_item(article(headline="Title"))
    step.process_item(article(headline="Title", edition="kk", layout="g2"))
    counts = Counter(records=2, headline=2, body=1, date=1, author=1, section=1)
    assert report.editions["ru"].fill == {"g3": counts}
    assert report.editions["kk"].fill == {"g2": Counter(records=1, headline=1)}


def crawler_of(**attributes: Any) -> Crawler:
    class Known(Spider):
        name = "known"

    crawler = Crawler(Known)
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = Known()
    for name, value in attributes.items():
        setattr(crawler.spider, name, value)
    return crawler


def test_a_step_counts_in_the_report_of_its_crawl(report: RunReport) -> None:
    crawler = crawler_of(context=SimpleNamespace(report=report))
    step = Fill.from_crawler(crawler)
    assert step.report is report
    step.process_item(article(headline="Title"))
    step.close_spider()
    assert crawler.stats is not None
    assert crawler.stats.get_stats() == {}


def test_a_crawl_without_a_report_finds_the_counts_in_its_stats_at_the_end() -> None:
    crawler = crawler_of()
    assert crawler.stats is not None
    crawler.stats.inc_value("field/ru/g3/records", 2)
    step = Fill.from_crawler(crawler)
    step.process_item(article(headline="Title"))
    assert crawler.stats.get_stats() == {"field/ru/g3/records": 2}
    step.close_spider()
    assert crawler.stats.get_stats() == {"field/ru/g3/records": 3, "field/ru/g3/headline": 1}
