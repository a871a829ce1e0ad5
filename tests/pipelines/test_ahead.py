"""What is made where a page is read is what its pipelines would make, and not made twice."""

import copy

import pytest

from kazcrawl.crawl.finding import Finding, fetched_of
from kazcrawl.crawl.records import PURE_STEPS
from kazcrawl.health.run_report import RunReport
from kazcrawl.items import Fetched, Found
from kazcrawl.pages import Page
from kazcrawl.pipelines import ahead
from kazcrawl.pipelines.ahead import make_ahead
from kazcrawl.sites.kazinform import SITE
from tests.samples import ARTICLES, FETCHED

OURS = [sample for sample in ARTICLES if sample.site == "kazinform"]


def fetched() -> Fetched:
    """A sample article on its way, with chrome in its text."""
    sample = OURS[0]
    url, edition = sample.wanted["url"], sample.wanted["edition"]
    reading = SITE.layouts.read_article(Page(sample.content.decode(), url))
    assert reading is not None
    found = Found(SITE.addresses.url_hash(url), url, edition)
    item = fetched_of(reading, SITE, Finding(found, url, fetched_at=FETCHED))
    item.article.article_body = f"{item.article.article_body}\n\nShare this:"
    item.article.description = "Read more"
    return item


def refined(item: Fetched) -> tuple[Fetched, RunReport]:
    """The article behind the pure pipelines, and what they counted."""
    report = RunReport(SITE.name, FETCHED)
    for step in PURE_STEPS:
        item = step(report, SITE).process_item(item)
    return item, report


def nothing(*_: object) -> None:
    raise AssertionError("made a second time")


def test_the_pipelines_take_what_was_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    item = fetched()
    wanted, counted = refined(copy.deepcopy(item))
    assert wanted.removed
    assert wanted.article.date_published
    make_ahead(item, SITE)
    monkeypatch.setattr(ahead, "_cleaned", nothing)
    monkeypatch.setattr(ahead, "moments", nothing)
    made, told = refined(item)
    assert made.article == wanted.article
    assert made.removed == wanted.removed
    assert (told.cleaned, told.dates_unread) == (counted.cleaned, counted.dates_unread)


def test_what_another_pipeline_changed_is_made_anew() -> None:
    item = make_ahead(fetched(), SITE)
    text = "A sentence that a pipeline wrote, long enough for prose.\n\nFoto: x"
    item.article.article_body = text
    item.article.description = "A lead of its own."
    item.article.date_published_raw = "1 January 2020 10:00"
    made, _ = refined(item)
    assert made.article.article_body == text
    assert made.article.description == "A lead of its own."
    assert made.article.date_published_local == "2020-01-01T10:00:00+06:00"
