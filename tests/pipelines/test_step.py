"""What the pure steps count in a run's report, and whose report that is."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from kazcrawl.health import RunReport
from kazcrawl.items import Fetched, Found
from kazcrawl.pipelines.clean import Clean
from kazcrawl.pipelines.fill import Fill
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.pipelines.validate import InvalidArticle, Validate
from kazcrawl.record import Article
from kazcrawl.sites.kazinform import SITE
from kazcrawl.spiders.kazinform import KazinformSpider

FETCHED = "2026-11-24T14:00:00Z"
URL = "https://www.inform.kz/ru/a_a1"


@pytest.fixture
def report() -> RunReport:
    return RunReport("kazinform", datetime(2026, 11, 24, 14, tzinfo=UTC))


def fetched(published_machine: str | None = None, **values: Any) -> Fetched:
    given: dict[str, Any] = {
        "url": URL,
        "source": "kazinform",
        "edition": "ru",
        "in_language": "ru",
        "layout": "g3",
        "fetched_at": FETCHED,
    }
    article = Article(**given | values)
    return Fetched(article, Found("hash", URL, "ru"), published_machine=published_machine)


def test_lines_that_cleaning_removes_are_counted_by_rule(report: RunReport) -> None:
    step = Clean(report, SITE)
    step.process_item(fetched(article_body="One.\n\nPhoto: Press office\n\nPhoto: Other office"))
    step.process_item(fetched(article_body="Two.\n\nPhoto: Press office"))
    step.process_item(fetched(article_body="Nothing to remove."))
    assert report.cleaned == {"photo-credit": 3}
    assert report.cleaned_articles == 2


def test_a_credit_in_the_text_is_the_first_pictures_unless_that_has_its_own(
    report: RunReport,
) -> None:
    def pictures(credit: str | None) -> list[dict[str, str | None]]:
        return [
            {"url": "https://x.example/1.jpg", "caption": None, "credit": credit},
            {"url": "https://x.example/2.jpg", "caption": None, "credit": None},
        ]

    def credits(credit: str | None) -> list[str | None]:
        item = fetched(article_body="One.\n\nPhoto: Press office", image=pictures(credit))
        return [image["credit"] for image in Clean(report, SITE).process_item(item).article.image]

    assert credits(None) == ["Press office", None]
    assert credits("Own office") == ["Own office", None]


def test_dates_that_are_not_read_or_not_believed_are_counted(report: RunReport) -> None:
    step = Normalise(report, SITE)
    step.process_item(fetched(date_published_raw="the day before tomorrow"))
    assert (report.dates_unread, report.dates_future) == (1, 0)
    step.process_item(fetched(published_machine="2026-11-26T14:00:00Z"))
    assert (report.dates_unread, report.dates_future) == (1, 1)
    step.process_item(fetched(published_machine="2026-11-24T12:00:00Z"))
    assert (report.dates_unread, report.dates_future) == (1, 1)


@pytest.mark.parametrize(
    ("printed", "machine", "published"),
    [
        ("20 ноября 2026, 14:05", "2026-11-20T09:05:33Z", "2026-11-20T09:05:33Z"),
        ("20 ноября 2026, 14:05", "2026-11-20T09:06:00Z", "2026-11-20T09:05:00Z"),
        ("20 ноября 2026, 14:05", "2026-11-22T09:05:33Z", "2026-11-20T09:05:00Z"),
        # A day begins at 19:00 UTC of the day before; metadata are believed within two days.
        ("20 ноября 2026", "2026-11-20T09:05:33Z", "2026-11-20T09:05:33Z"),
        ("20 ноября 2026", "2026-11-21T18:59:59Z", "2026-11-21T18:59:59Z"),
        ("20 ноября 2026", "2026-11-21T19:00:00Z", "2026-11-19T19:00:00Z"),
        ("20 ноября 2026", "2026-11-17T19:00:01Z", "2026-11-17T19:00:01Z"),
        ("20 ноября 2026", "2026-11-17T19:00:00Z", "2026-11-19T19:00:00Z"),
        ("20 ноября 2026, 14:05", None, "2026-11-20T09:05:00Z"),
        (None, "2026-11-20T09:05:33Z", "2026-11-20T09:05:33Z"),
    ],
)
def test_the_printed_date_beats_metadata_that_contradict_it(
    report: RunReport, printed: str | None, machine: str | None, published: str
) -> None:
    item = fetched(machine, date_published_raw=printed)
    assert Normalise(report, SITE).process_item(item).article.date_published == published


@pytest.mark.parametrize(
    ("machine", "local"),
    [
        ("2024-02-29T17:59:59Z", "2024-02-29T23:59:59+06:00"),
        ("2024-02-29T20:00:00+01:00", "2024-03-01T00:00:00+05:00"),
        ("2026-11-20T09:05:33+03:00", "2026-11-20T11:05:33+05:00"),
    ],
)
def test_a_moment_of_whatever_offset_is_told_by_the_sites_own_clock(
    report: RunReport, machine: str, local: str
) -> None:
    article = Normalise(report, SITE).process_item(fetched(machine)).article
    assert article.date_published_local == local


@pytest.mark.parametrize(
    ("lead", "told"), [(" A\u00a0lead \n of  words. ", "A lead of words."), (" \n\u200b", None)]
)
def test_a_lead_is_plain_text_or_none(report: RunReport, lead: str, told: str | None) -> None:
    article = Normalise(report, SITE).process_item(fetched(description=lead)).article
    assert article.description == told
    bare = Normalise(report, SITE).process_item(fetched(description=told)).article
    assert article.content_hash == bare.content_hash


def test_what_is_no_article_is_counted_by_what_it_lacks(report: RunReport) -> None:
    step = Validate(report, SITE)
    lacking = (("headline", {"article_body": "Text."}), ("article_body", {"headline": "Title"}))
    for name, values in (*lacking, lacking[1]):
        with pytest.raises(InvalidArticle) as told:
            step.process_item(fetched(**values))
        assert told.value.reason == f"no {name}"
    step.process_item(fetched(headline="Title", article_body="Text."))
    assert report.invalid == {"headline": 1, "article_body": 2}


def test_fields_are_counted_by_edition_and_layout(report: RunReport) -> None:
    step = Fill(report, SITE)
    full = {"headline": "Title", "article_body": "Text.", "author": ["A"], "image": []}
    step.process_item(fetched(**full, date_published=FETCHED, article_section=["Sport"]))
    step.process_item(fetched(headline="Title"))
    step.process_item(fetched(headline="Title", edition="kk", layout="g2"))
    counts = Counter(records=2, headline=2, body=1, date=1, author=1, section=1)
    assert report.editions["ru"].fill == {"g3": counts}
    assert report.editions["kk"].fill == {"g2": Counter(records=1, headline=1)}


def test_a_step_counts_in_the_report_of_its_crawl_and_knows_its_site(tmp_path: Path) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path)})
    spider = crawler.spider = KazinformSpider.from_crawler(crawler)
    step = Fill.from_crawler(crawler)
    assert step.report is spider.context.report
    assert step.site is SITE


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2026-11-24T09:30:00+00:00", "2026-11-24T09:30:00Z"),
        ("Обновлено: 24 ноября 2026, 16:05", "2026-11-24T11:05:00Z"),
        ("24.11.2026 23:05", None),  # hours behind the fetch
        ("2026-11-24T15:00:01Z", None),
        ("never", None),
        (None, None),
    ],
)
def test_a_change_is_dated_by_metadata_or_as_printed_but_never_in_the_future(
    report: RunReport, raw: str | None, wanted: str | None
) -> None:
    item = fetched()
    item.modified_raw = raw
    assert Normalise(report, SITE).process_item(item).article.date_modified == wanted
