"""What the pure steps share: they count, and know nothing else of the crawl."""

from collections.abc import Callable
from typing import Any, Self

from scrapy.crawler import Crawler

Count = Callable[..., Any]
"""Called with a stat's name and, if not one, how many."""


class Step:
    """A pipeline that needs only its article: it also serves ``scrapy read`` and the tests."""

    def __init__(self, count: Count) -> None:
        self.count = count

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stats = crawler.stats
        assert stats is not None
        return cls(stats.inc_value)
