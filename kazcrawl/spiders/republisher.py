"""WordPress sites that carry the agency's news, given by address."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from kazcrawl import clock
from kazcrawl.archive.runs import last_complete_start
from kazcrawl.crawl.arguments import SiteArguments, read_arguments
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.crawl.walk import Bounds, Walk
from kazcrawl.crawl.ways.load_more import PostsListings, PostsWalk
from kazcrawl.dates import ASTANA, midnight
from kazcrawl.languages import language_tag
from kazcrawl.pages import Reading
from kazcrawl.spiders.kazinform import _DAY, _OVERLAP, days_of

_NO_POST = ("category", "tag", "author", "page", "wp-content", "wp-json", "feed", "comments")


class RepublisherSpider(WalkSpider):
    """``scrapy crawl republisher -a site=https://HOST/``: the posts of a site or category.

    Arguments: ``site`` (the walk begins there), ``since``, ``until``, ``max_pages``. The
    records' ``edition`` is the site's host.
    """

    name = "republisher"
    listings_kind = PostsListings
    arguments: SiteArguments

    def arguments_given(self, given: dict[str, str]) -> None:
        today = self.started.astimezone(ASTANA).date()
        self.arguments = read_arguments(SiteArguments, given, today=today, editions={})
        self.allowed_domains = [self.arguments.host.removeprefix("www.")]

    def plan(self) -> Iterator[Walk]:
        asked = self.arguments
        if asked.since:
            until = midnight(asked.until) + _DAY if asked.until else None
            bounds = Bounds(midnight(asked.since), until, strict=True, max_pages=asked.max_pages)
        else:
            last = last_complete_start(self.archive, self.name, asked.host, sections=False)
            since = clock.parse(last) - _OVERLAP if last else self.started - self.config.first_run
            bounds = Bounds(since, max_pages=asked.max_pages)
        yield PostsWalk(
            asked.host, "posts", f"{asked.site}page/{{page}}/", bounds, first=asked.site
        )

    def retried_days(self, edition: str) -> set[str] | None:
        asked = self.arguments
        today = self.started.astimezone(ASTANA).date()
        return days_of(asked.since, asked.until or today) if asked.since else None

    def is_article_of(self, edition: str, url: str) -> bool:
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        same = (parts.hostname or "").removeprefix("www.") == edition.removeprefix("www.")
        return same and (bool(segments and segments[0] not in _NO_POST) or "p=" in parts.query)

    def language_of(self, edition: str, reading: Reading) -> str | None:
        return language_tag(reading.language, " ".join([reading.headline, *reading.body[:20]]))
