"""``scrapy crawl republisher``: WordPress sites that carry the agency's news, by address."""

from collections.abc import Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from kazcrawl.crawl.arguments import SiteArguments, WalkArguments
from kazcrawl.crawl.plan import bounds_of
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.crawl.walk import Kind, Walk
from kazcrawl.crawl.ways.load_more import LoadMoreWay
from kazcrawl.sites.wordpress import SITE


class RepublisherSpider(WalkSpider):
    """``-a site=https://HOST/``: the posts of a site or category, where the walk begins.

    The records' ``edition`` is the site's host.
    """

    name = SITE.name
    site = SITE
    arguments_kind = SiteArguments
    arguments: SiteArguments

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.allowed_domains = [spider.arguments.host.removeprefix("www.")]
        return spider

    @classmethod
    def hosts(cls, arguments: WalkArguments) -> list[str]:
        assert isinstance(arguments, SiteArguments)
        return [arguments.host]

    def plan(self) -> Iterator[LoadMoreWay]:
        asked = self.arguments
        path = urlsplit(asked.site).path.strip("/")
        # A category says nothing of the site's other posts.
        scope = f"{asked.host}/{path}" if path else asked.host
        walk = Walk(
            Kind.SECTION if path else Kind.POSTS,
            asked.host,
            f"{asked.site}page/{{page}}/",
            bounds_of(self.context, asked, scope, with_sections=False),
            scope=scope,
        )
        yield LoadMoreWay(self.articles, walk, asked.site)
