"""The republishers' spider: a whole site, or a category of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from kazcrawl.crawl.walk import Kind
from kazcrawl.sites.wordpress import SITE
from kazcrawl.spiders.republisher import RepublisherSpider
from tests.crawl.bed import DAY, NOW, Bed


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    made = Bed(tmp_path, monkeypatch, SITE)
    yield made
    made.context.close_stores()


def spider_of(bed: Bed, site: str) -> RepublisherSpider:
    crawler = get_crawler(RepublisherSpider, {"KAZCRAWL_DATA": str(bed.folder)})
    spider = RepublisherSpider.from_crawler(crawler, site=site)
    spider.context, spider.articles = bed.context, bed.articles
    return spider


@pytest.mark.parametrize(
    ("site", "kind", "scope", "address"),
    [
        (
            "https://www.news.example/",
            Kind.POSTS,
            "www.news.example",
            "https://www.news.example/page/{page}/",
        ),
        (
            "news.example/category/world",
            Kind.SECTION,
            "news.example/category/world",
            "https://news.example/category/world/page/{page}/",
        ),
    ],
)
def test_a_site_or_a_category_is_one_walk(
    bed: Bed, site: str, kind: Kind, scope: str, address: str
) -> None:
    spider = spider_of(bed, site)
    (way,) = spider.plan()
    walk = way.walk
    assert (walk.kind, walk.scope, walk.address) == (kind, scope, address)
    assert walk.bounds.since == NOW - 7 * DAY
    assert way.begin().url == spider.arguments.site


def test_its_edition_is_the_host_and_www_is_no_other_site(bed: Bed) -> None:
    spider = spider_of(bed, "https://www.news.example/")
    (way,) = spider.plan()
    assert way.walk.edition == "www.news.example"
    assert spider.allowed_domains == ["news.example"]
