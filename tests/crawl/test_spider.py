"""The spider between its collaborators: what it asks when all is read, and what it walked."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from kazcrawl import clock
from kazcrawl.archive.runs import runs_since
from kazcrawl.archive.standing import Standing
from kazcrawl.archive.waiting import look_again
from kazcrawl.crawl.arguments import ArgumentError
from kazcrawl.crawl.arrivals import Arrivals
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.looks import Looks
from kazcrawl.crawl.walk import Ending, Kind, Walk
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.health.run_report import UNTOLD
from kazcrawl.items import NEW, Found
from kazcrawl.record import Article
from kazcrawl.sites.kazinform import SITE
from kazcrawl.spiders.kazinform import KazinformSpider
from kazcrawl.spiders.republisher import RepublisherSpider
from tests.crawl.bed import (
    DAY,
    FRONT,
    HOUR,
    MINUTE,
    NOW,
    Bed,
    answer,
    call,
    link,
    listing,
    url_hash,
    urls,
)
from tests.support import waiting_reasons

RSS = "https://www.inform.kz/rss/rus.xml"
FOUND = Found(url_hash("new"), link("new"), "ru")


def spider_of(bed: Bed, **given: str) -> KazinformSpider:
    """A spider in the bed's run."""
    settings = {"KAZCRAWL_DATA": str(bed.folder)}
    crawler = get_crawler(KazinformSpider, settings)
    spider = KazinformSpider.from_crawler(crawler, **given)
    spider.context, spider.articles, spider.account = bed.context, bed.articles, bed.account
    spider.arrivals = Arrivals(bed.context, bed.account)
    return spider


class Engine:
    """What a spider asks of Scrapy's engine: ``asked`` are the requests that it was given,
    ``reasons`` those for which it was to end."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.reasons: list[str] = []
        self.downloader = SimpleNamespace(middleware=SimpleNamespace(middlewares=()))

    def crawl(self, request: Request) -> None:
        self.asked.append(request)

    async def close_spider_async(self, *, reason: str) -> None:
        self.reasons.append(reason)


def ended(bed: Bed, ending: Ending | None, **values: Any) -> ListingWay:
    given: dict[str, Any] = {"kind": Kind.FRONT, "bounds": Bounds(NOW - DAY)}
    return ListingWay(bed.articles, bed.walk(**given | {"ending": ending} | values))


# --- what it walked -----------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [*Ending, None])
def test_an_edition_is_walked_when_its_walk_was_complete(bed: Bed, ending: Ending | None) -> None:
    spider = spider_of(bed)
    spider.ways = [ended(bed, ending)]
    is_complete = ending not in (None, Ending.CUT, Ending.CONTRADICTED)
    assert spider.walked() == {"ru": (is_complete, False)}


def test_one_walk_that_is_not_complete_leaves_the_edition_incomplete(bed: Bed) -> None:
    spider = spider_of(bed)
    section = {"kind": Kind.SECTION, "section": "sport_s3", "is_full": True}
    spider.ways = [
        ended(bed, Ending.REACHED, is_full=True),
        ended(bed, None, **section),
        ended(bed, Ending.LAST, edition="kk", is_full=True),
    ]
    assert spider.walked() == {"ru": (False, True), "kk": (True, True)}


def test_sections_count_only_where_every_walk_was_full(bed: Bed) -> None:
    spider = spider_of(bed)
    spider.ways = [ended(bed, Ending.LAST, is_full=True), ended(bed, Ending.LAST)]
    assert spider.walked() == {"ru": (True, False)}


def test_a_range_says_nothing_of_what_is_new(bed: Bed) -> None:
    spider = spider_of(bed)
    spider.ways = [ended(bed, Ending.LAST, bounds=Bounds(NOW - DAY, strict=True))]
    assert spider.walked() == {"ru": (False, False)}


def test_sections_alone_do_not_tell_what_is_new_and_a_category_of_its_own_scope_does(
    bed: Bed,
) -> None:
    spider = spider_of(bed)
    spider.ways = [
        ended(bed, Ending.LAST, kind=Kind.SECTION, section="sport_s3"),
        ended(bed, Ending.LAST, kind=Kind.SECTION, edition="x.example", scope="x.example/a"),
    ]
    assert spider.walked() == {"ru": (False, False), "x.example/a": (True, False)}


def test_what_standing_pages_showed_is_kept_of_complete_editions_alone(bed: Bed) -> None:
    spider = spider_of(bed)
    spider.ways = [ended(bed, Ending.LAST), ended(bed, None, edition="kk")]
    for edition in ("ru", "kk"):
        request = spider.ways[0].request(1).replace(url=f"https://{edition}.example/")
        bed.context.standing.learn(edition, request.url, answer(request), "{}")
    assert spider.learned() == [Standing("https://ru.example/", clock.text(NOW), 200, content="{}")]


# --- its arguments ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "is_ordinary"),
    [
        ({}, True),
        ({"editions": "ru"}, True),
        ({"since": "2026-11-20"}, False),
        ({"max_pages": "3"}, False),
        ({"sections": "sport_s3", "editions": "ru"}, False),
        ({"gaps": "true"}, False),
        ({"query": "x"}, False),
    ],
)
def test_what_a_run_is_ordinary_by(bed: Bed, given: dict[str, str], is_ordinary: bool) -> None:
    assert spider_of(bed, **given).arguments.is_ordinary is is_ordinary


def test_the_editions_of_a_run_are_those_asked_for_though_nothing_is_walked(bed: Bed) -> None:
    assert spider_of(bed, editions="kk,ru", gaps="true").editions() == ["kk", "ru"]


def test_a_wrong_argument_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path / "data")})
    with pytest.raises(ArgumentError):
        KazinformSpider.from_crawler(crawler, editions="xx")
    assert not (tmp_path / "data").exists()


def test_a_site_or_a_category_is_walked_by_its_own_scope(tmp_path: Path, bed: Bed) -> None:
    for site, kind, scope in (
        ("https://www.x.example/", Kind.POSTS, "www.x.example"),
        ("https://www.x.example/category/a/", Kind.SECTION, "www.x.example/category/a"),
    ):
        crawler = get_crawler(RepublisherSpider, {"KAZCRAWL_DATA": str(tmp_path)})
        spider = RepublisherSpider.from_crawler(crawler, site=site)
        assert spider.allowed_domains == ["x.example"]
        spider.context, spider.articles = bed.context, bed.articles
        (way,) = spider.plan()
        walk: Walk = way.walk
        assert (walk.kind, walk.edition, walk.scope) == (kind, "www.x.example", scope)
        assert walk.address == f"{site}page/{{page}}/"
        assert way.begin().url == site
        assert spider.editions() == []
        spider.ways = [way, way]
        assert spider.editions() == ["www.x.example"]


# --- a run begins -------------------------------------------------------------------------------


def begun(spider: KazinformSpider) -> list[Request]:
    """The requests that a run begins with."""

    async def all_of_them() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(all_of_them())


def test_a_run_begins_with_its_walks_and_then_what_waits(bed: Bed) -> None:
    bed.account.failed(FOUND, NEW, "503")
    bed.ran(HOUR, sections=True)
    bed.now = NOW + 15 * MINUTE
    bed.open()
    spider = spider_of(bed, editions="ru")
    assert urls(begun(spider)) == [RSS, link("new")]
    assert [way.walk.kind for way in spider.ways] == [Kind.FRONT]
    report = bed.context.report
    assert (report.asked, report.ordinary) == (["ru"], True)
    assert bed.closed == []


def test_what_failed_in_an_edition_that_is_not_asked_for_is_left(bed: Bed) -> None:
    bed.account.failed(FOUND, NEW, "503")
    bed.now = NOW + HOUR
    bed.open()
    requests = begun(spider_of(bed, editions="kk"))
    assert link("new") not in urls(requests)


def test_a_range_asks_for_what_failed_on_its_days_alone(bed: Bed) -> None:
    for name, day in (("in", "2026-11-20"), ("out", "2026-11-21")):
        bed.account.failed(Found(url_hash(name), link(name), "ru", day=day), NEW, "503")
    bed.now = NOW + HOUR
    bed.open()
    spider = spider_of(bed, editions="ru", since="2026-11-19", until="2026-11-20")
    assert urls(begun(spider))[2:] == [link("in")]
    assert [way.walk.kind for way in spider.ways] == [Kind.DAY, Kind.DAY]
    assert bed.context.report.ordinary is False


@pytest.mark.parametrize(("given", "number"), [({"gaps": "true"}, 1), ({"sections": "x_s1"}, 0)])
def test_only_gaps_ask_for_what_is_not_due_yet(
    bed: Bed, given: dict[str, str], number: int
) -> None:
    bed.account.failed(FOUND, NEW, "503")
    bed.open()
    requests = begun(spider_of(bed, editions="ru", **given))
    assert urls(requests).count(link("new")) == number


def test_every_edition_is_asked_for_once_though_it_has_several_walks(bed: Bed) -> None:
    spider = spider_of(bed, editions="kk,ru")
    begun(spider)
    assert len(spider.ways) > 2
    assert bed.context.report.asked == ["kk", "ru"]


def test_an_archive_that_cannot_be_read_ends_the_run_that_begins(bed: Bed) -> None:
    bed.break_archive()
    begun(spider_of(bed, editions="ru"))
    assert bed.closed == ["archive_failed"]


def test_a_spider_opens_its_archive_and_its_parts_answer_each_other(
    tmp_path: Path, bed: Bed
) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path / "own")})
    spider = KazinformSpider.from_crawler(crawler)
    engine = crawler.engine = Engine()  # type: ignore[assignment]
    assert spider.ways == []
    crawler.signals.send_catch_log(signals.spider_opened)
    context = spider.context
    assert [run.crawl_id for run in runs_since(context.archive, "")] == [context.crawl_id]
    assert (spider.articles.account, spider.looks.articles) == (spider.account, spider.articles)
    spider.ways = [ListingWay(spider.articles, Walk(Kind.FRONT, "ru", FRONT, Bounds(NOW - DAY)))]
    (way,) = spider.ways
    call(way.begin(), answer(way.begin(), listing("undated")))
    undated = Found(url_hash("undated"), link("undated"), "ru")
    spider.account.arrived(undated)
    assert urls(engine.asked) == [FRONT.replace("{page}", "2")]
    assert crawler.stats is not None
    assert spider.looks.requests_so_far() == 0
    crawler.stats.set_value("downloader/request_count", 9)
    assert spider.looks.requests_so_far() == 9
    spider.closed("finished")
    context.stop("archive", OSError("late"))
    assert not hasattr(spider, "_closing"), "what is closed needs no end"


def test_a_run_that_cannot_go_on_closes_its_spider(tmp_path: Path, bed: Bed) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path / "own")})
    spider = KazinformSpider.from_crawler(crawler)
    engine = crawler.engine = Engine()  # type: ignore[assignment]

    async def stopped() -> None:
        spider.opened()
        spider.context.stop("feed", OSError("disk full"))
        await spider._closing

    asyncio.run(stopped())
    spider.closed("feed_failed")
    assert engine.reasons == ["feed_failed"]


@pytest.mark.parametrize(("reason", "lost"), [("finished", 1), ("stopped", 0)])
def test_only_a_run_that_ended_by_itself_has_lost_what_is_still_on_its_way(
    bed: Bed, reason: str, lost: int
) -> None:
    spider = spider_of(bed)
    bed.account.handed_over(FOUND)
    spider.closed(reason)
    assert bed.report.articles.unaccounted == lost
    bed.open()
    later = [(row.url_hash, row.kind, row.reason) for row in bed.waiting]
    assert later == [(FOUND.url_hash, NEW, "lost in a pipeline")] * lost


@pytest.mark.parametrize(("reason", "lost"), [("finished", 1), ("stopped", 0)])
def test_an_article_that_was_asked_for_and_never_came_back_waits_with_that_reason(
    bed: Bed, reason: str, lost: int
) -> None:
    spider = spider_of(bed)
    bed.articles.request(FOUND, NEW)
    came = Found(url_hash("came"), link("came"), "kk")
    bed.articles.request(came, NEW)
    bed.account.failed(came, NEW, "503")
    spider.closed(reason)
    assert sorted(map(str, waiting_reasons(bed.folder))) == ["503", *["never sent"] * lost]
    assert (bed.report.articles.failed, bed.report.articles.unaccounted) == (lost, 0)
    assert bed.report.failures["never sent"] == lost


def test_a_walk_that_was_never_sent_for_is_told(bed: Bed) -> None:
    spider = spider_of(bed)
    walked, dropped = (ListingWay(bed.articles, bed.walk(Kind.FRONT)) for _ in range(2))
    walked.end(Ending.LAST, "seen")
    spider.ways = [walked, dropped]
    spider.closed("finished")
    assert (bed.report.listings.failed, bed.report.failures) == (1, {"never sent": 1})


def test_an_archive_that_is_lost_at_the_end_is_told(bed: Bed) -> None:
    spider = spider_of(bed)
    bed.account.handed_over(FOUND)
    bed.break_archive()
    spider.closed("finished")
    assert "archive" in bed.context.report.trouble


def test_a_site_answers_from_its_first_good_page_on(tmp_path: Path, bed: Bed) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path / "own")})
    spider = KazinformSpider.from_crawler(crawler)
    assert crawler.stats is not None
    crawler.stats.inc_value("downloader/response_status_count/503")
    assert not spider.context.is_answering()
    crawler.stats.inc_value("downloader/response_status_count/200")
    assert spider.context.is_answering()


def test_a_spider_has_the_name_and_hosts_of_its_site() -> None:
    assert KazinformSpider.name == "kazinform"
    assert KazinformSpider.allowed_domains == SITE.addresses.hosts()


# --- when all was read --------------------------------------------------------------------------


def idle(spider: KazinformSpider) -> list[str]:
    """What a spider asks for when all was read; the crawl goes on if, and only if, there is any."""
    engine = spider.crawler.engine = Engine()  # type: ignore[assignment]
    if errors := [
        result
        for _, result in spider.crawler.signals.send_catch_log(
            signals.spider_idle, dont_log=DontCloseSpider
        )
        if result is not None
    ]:
        assert [type(error.value) for error in errors] == [DontCloseSpider]
    assert bool(errors) == bool(engine.asked)
    return urls(engine.asked)


@pytest.fixture
def running(bed: Bed) -> KazinformSpider:
    bed.open(KAZCRAWL_REVISIT="1h", KAZCRAWL_REVISIT_SHARE="1")
    spider = spider_of(bed, editions="ru")
    spider.looks = Looks(bed.articles, lambda: 0)
    spider.ways = [ended(bed, None)]
    bed.hold(link("due"), NOW - 2 * HOUR)
    return spider


def test_lost_pages_come_before_looks(running: KazinformSpider) -> None:
    (way,) = running.ways
    way._lose(2)
    assert urls(running._requests_when_idle()) == [FRONT.replace("{page}", "2")]
    assert urls(running._requests_when_idle()) == [link("due")]
    assert running._requests_when_idle() == []


def test_a_run_goes_on_until_nothing_is_left(running: KazinformSpider) -> None:
    running.ways[0]._lose(1)
    assert idle(running) == [FRONT.replace("{page}", "1")]
    assert idle(running) == [link("due")]
    assert idle(running) == []


def test_walks_that_wait_go_on_before_lost_pages_are_asked_for_again(
    running: KazinformSpider,
) -> None:
    (way,) = running.ways
    assert urls(call(way.begin(), answer(way.begin(), listing("undated")))) == [link("undated")]
    way._lose(7)
    assert idle(running) == [FRONT.replace("{page}", "2")]
    assert idle(running) == [FRONT.replace("{page}", "7")]


def test_a_walk_goes_on_when_the_articles_that_it_waited_for_have_come(
    running: KazinformSpider,
) -> None:
    (way,) = running.ways
    (request,) = call(way.begin(), answer(way.begin(), listing("undated")))
    engine = running.crawler.engine = Engine()  # type: ignore[assignment]
    running.settled(url_hash("other"))
    assert engine.asked == []
    running.arrivals.scraped(Article(link("undated"), "kazinform", "ru"), answer(request))
    running.settled(url_hash("undated"))
    assert urls(engine.asked) == [FRONT.replace("{page}", "2")]


def test_what_a_listing_told_comes_before_looks_by_age(running: KazinformSpider, bed: Bed) -> None:
    told = bed.hold(link("told"), NOW - 20 * DAY)
    look_again(bed.context.archive, "kazinform", [told], "changed")
    assert idle(running) == [link("told"), link("due")]


def test_an_edition_that_is_bounded_leaves_the_others_their_looks(
    running: KazinformSpider, bed: Bed
) -> None:
    running.arguments = spider_of(bed, editions="ru,kk").arguments
    running.ways.append(ended(bed, None, edition="kk", bounds=Bounds(NOW - DAY, strict=True)))
    bed.hold("https://kaz.inform.kz/news/b-0a1b2c/", NOW - 2 * HOUR, edition="kk")
    assert idle(running) == [link("due")]


def test_an_archive_that_cannot_be_read_ends_a_run_that_is_idle(
    running: KazinformSpider, bed: Bed
) -> None:
    bed.break_archive()
    assert idle(running) == []
    assert bed.closed == ["archive_failed"]


def test_an_error_of_our_own_when_idle_ends_the_run_as_failed(bed: Bed) -> None:
    spider = spider_of(bed, editions="ru")
    spider.ways = [None]  # type: ignore[list-item]
    with pytest.raises(CloseSpider) as raised:
        spider.idle()
    assert raised.value.reason == "idle_error"
    assert bed.context.report.edition(UNTOLD).errors == {"raised AttributeError": 1}


def test_a_range_looks_at_nothing(running: KazinformSpider, bed: Bed) -> None:
    running.ways = [ended(bed, None, bounds=Bounds(NOW - DAY, strict=True))]
    assert running._requests_when_idle() == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, []),
        ({"DEPTH_LIMIT": 3}, ["DEPTH_LIMIT=3"]),
        ({"HTTPCACHE_ENABLED": "1", "DEPTH_LIMIT": 0}, ["HTTPCACHE_ENABLED"]),
    ],
)
def test_settings_by_which_less_is_seen_are_told(
    tmp_path: Path, settings: dict[str, Any], told: list[str]
) -> None:
    crawler = get_crawler(KazinformSpider, settings | {"KAZCRAWL_DATA": str(tmp_path)})
    warnings = KazinformSpider.from_crawler(crawler).context.report.warnings
    assert [warning.split()[0] for warning in warnings] == told


def test_nothing_counts_as_walked_where_the_clocks_are_apart(bed: Bed) -> None:
    spider = spider_of(bed)
    spider.ways = [ended(bed, Ending.LAST)]
    date = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}
    spider.response_received(Response("https://www.inform.kz/", headers=date))
    assert spider.walked() == {}


def test_an_audit_says_nothing_of_what_was_walked(bed: Bed) -> None:
    spider = spider_of(bed)
    front, audit = ended(bed, Ending.LAST), ended(bed, None, bounds=Bounds(NOW - DAY, NOW, True))
    audit.is_audit = True  # type: ignore[misc]
    spider.ways = [front, audit]
    assert spider.walked() == {"ru": (True, False)}
