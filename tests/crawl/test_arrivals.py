"""What became of an article behind the spider, and of a page that raised: told to the account."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.signalmanager import SignalManager
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.crawl.arrivals import Arrivals
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Kind
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.health.run_report import UNTOLD
from kazcrawl.items import LOOK, NEW, Fetched, Found
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.pipelines.step import AccountedFor
from kazcrawl.pipelines.store import Store
from kazcrawl.pipelines.validate import InvalidArticle
from kazcrawl.record import Article
from tests.crawl.bed import DAY, NOW, Bed, answer, link, url_hash

FOUND = Found(url_hash("new"), link("new"), "ru")


def arrivals(bed: Bed) -> Arrivals:
    """What hears of articles in the bed's run."""
    return Arrivals(bed.context, bed.account)


def fetched(kind: str = NEW) -> Fetched:
    article = Article(link("new"), "kazinform", "ru", date_published=clock.text(NOW))
    return Fetched(article, FOUND, kind)


def test_an_archived_article_is_met_under_its_own_id_too_with_its_moment(bed: Bed) -> None:
    heard = arrivals(bed)
    request = bed.articles.request(FOUND, NEW)
    item = Article(link("own"), "kazinform", "ru", id="own", date_published=clock.text(NOW))
    heard.scraped(item, answer(request))
    assert bed.context.memory.moments(["own", FOUND.url_hash]) == [NOW, NOW]
    assert bed.settled == [FOUND.url_hash]


def test_an_article_is_archived_with_what_its_page_is_asked_for_again_by(bed: Bed) -> None:
    step = Store(bed.context.report, bed.site)
    step.crawler = cast(Crawler, SimpleNamespace(spider=SimpleNamespace(context=bed.context)))
    item = replace(fetched(), validators=('"tag"', "Mon, 23 Nov 2026 10:00:00 GMT"))
    Normalise(bed.context.report, bed.site).process_item(item)
    item.article.fetched_at, item.article.crawl_id = clock.text(NOW), "c1"
    asyncio.run(step.process_item(item))
    assert bed.context.archive.validators(item.article.id) == item.validators


@pytest.mark.parametrize("date", [None, clock.text(NOW)])
def test_what_came_of_an_article_reaches_its_spider_by_scrapys_signals(
    bed: Bed, date: str | None
) -> None:
    heard = arrivals(bed)
    request = bed.articles.request(FOUND, NEW)
    item = Article(link("own"), "kazinform", "ru", id="own", date_published=date)
    manager = SignalManager()
    heard.listen(manager)
    send = manager.send_catch_log
    send(signals.item_scraped, item=item, response=answer(request))
    unchanged = Fetched(item, Found(url_hash("old"), link("old"), "ru"), LOOK)
    send(signals.item_dropped, item=unchanged, exception=AccountedFor("unchanged"))
    assert bed.settled == [FOUND.url_hash, url_hash("old")]
    moment = NOW if date else None
    assert bed.context.memory.moments(["own", url_hash("old")]) == [moment, moment]


def test_an_article_of_no_request_is_nobodys_to_wait_for(bed: Bed) -> None:
    response = answer(Request(link("new")))
    arrivals(bed).scraped(Article(link("new"), "kazinform", "ru"), response)
    assert bed.settled == []


def test_what_a_users_own_pipeline_makes_of_a_record_changes_no_account(bed: Bed) -> None:
    heard = arrivals(bed)
    request = bed.articles.request(FOUND, NEW)
    bed.account.handed_over(FOUND)
    heard.scraped({}, answer(request))
    assert bed.settled == [FOUND.url_hash]
    # Items of somebody else's are no business of ours.
    heard.dropped({}, ValueError())
    heard.failed({}, Failure(ValueError()))
    heard.scraped({}, answer(Request(link("other"))))
    bed.account.close(is_finished=True)
    assert bed.settled == [FOUND.url_hash]
    assert bed.report.articles.unaccounted == 0


def test_what_a_users_pipeline_drops_or_breaks_is_not_accounted_for(bed: Bed) -> None:
    heard = arrivals(bed)
    heard.dropped(fetched(), DropItem("sport"))
    heard.failed(fetched(), Failure(ValueError("x")))
    heard.scraped(fetched(), answer(bed.articles.request(FOUND, NEW)))
    assert bed.report.articles.unaccounted == 3
    assert bed.report.errors == {
        "a pipeline dropped it": 1,
        "a pipeline raised ValueError": 1,
        "no pipeline archived it": 1,
    }
    assert [(row.reason, row.attempts) for row in bed.waiting] == [("no pipeline archived it", 3)]
    assert bed.settled == [FOUND.url_hash] * 3


def test_behind_the_archive_pipelines_lose_nothing(bed: Bed) -> None:
    heard, item = arrivals(bed), fetched()
    item.article.revision = 1
    heard.dropped(item, DropItem("sport"))
    heard.failed(item, Failure(ValueError("x")))
    assert bed.report.articles.unaccounted == 0
    assert bed.report.errors == {"a pipeline raised ValueError": 1}
    assert bed.waiting == []


def test_an_article_that_never_leaves_the_pipelines_is_not_accounted_for(bed: Bed) -> None:
    bed.account.handed_over(FOUND)
    bed.account.close(is_finished=False)
    assert bed.report.articles.unaccounted == 0
    bed.account.close(is_finished=True)
    assert bed.report.articles.unaccounted == 1
    assert [row.reason for row in bed.waiting] == ["lost in a pipeline"]


def test_an_article_whose_page_raises_waits_with_the_reason(bed: Bed) -> None:
    request = bed.articles.request(FOUND, NEW)
    arrivals(bed).page_failed(Failure(ValueError("port")), answer(request))
    assert [(row.reason, row.attempts) for row in bed.waiting] == [("raised ValueError", 1)]
    assert bed.report.articles.raised == 1
    assert bed.settled == [FOUND.url_hash]


def test_a_listing_that_raises_is_its_editions_error(bed: Bed) -> None:
    way = ListingWay(bed.articles, bed.walk(kind=Kind.FRONT, bounds=Bounds(NOW - DAY)))
    arrivals(bed).page_failed(Failure(ValueError()), answer(way.request(1)))
    assert bed.report.errors == {"raised ValueError": 1}


def test_an_unchanged_article_arrived_with_its_moment(bed: Bed) -> None:
    arrivals(bed).dropped(fetched(), AccountedFor("unchanged"))
    assert bed.context.memory.moments([FOUND.url_hash]) == [NOW]
    assert bed.waiting == []


@pytest.mark.parametrize("kind", [NEW, LOOK])
def test_an_invalid_article_waits_as_what_it_was(bed: Bed, kind: str) -> None:
    arrivals(bed).dropped(fetched(kind), InvalidArticle("no headline", link("new")))
    assert [(row.kind, row.reason) for row in bed.waiting] == [(kind, "no headline")]
    assert bed.report.articles.invalid == 1


def test_an_error_before_the_first_request_is_no_editions(bed: Bed) -> None:
    arrivals(bed).page_failed(Failure(ValueError()), None)
    assert bed.context.report.edition(UNTOLD).errors == {"raised ValueError": 1}
