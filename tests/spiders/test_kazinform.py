"""The agency's spider: its site, and nothing else."""

from scrapy.utils.test import get_crawler

from kazcrawl.crawl.arguments import AgencyArguments
from kazcrawl.sites.kazinform import SITE
from kazcrawl.spiders.kazinform import KazinformSpider


def test_the_spider_is_named_as_its_site_and_stays_on_its_hosts() -> None:
    assert KazinformSpider.name == SITE.name == "kazinform"
    assert {"www.inform.kz", "kaz.inform.kz", "qazinform.com"} <= set(
        KazinformSpider.allowed_domains
    )


def test_its_editions_are_those_that_were_asked_for() -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_RAW_MB": 0})
    spider = KazinformSpider.from_crawler(crawler, editions="kk,RU")
    assert isinstance(spider.arguments, AgencyArguments)
    assert spider.editions() == ["kk", "ru"]
