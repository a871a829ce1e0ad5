"""What a running crawl is to the parts below it: an archive, an account, and a way to stop."""

from typing import Protocol, cast

from scrapy.crawler import Crawler

from kazcrawl.archive.fence import Fence
from kazcrawl.archive.gathering import GatheringArchive


class Met(Protocol):
    """What a run remembers of the addresses that it met."""

    def is_disowned(self, url_hash: str) -> bool:
        """Whether what came under an address is believed to be its article no more."""


class Running(Protocol):
    """A run as middlewares and pipelines see it."""

    archive: GatheringArchive
    fence: Fence | None

    @property
    def memory(self) -> Met:
        """The addresses that the run met."""

    def stop(self, what: str, error: Exception) -> None:
        """Ends the crawl because ``what`` cannot be kept."""


def is_running(crawler: Crawler) -> bool:
    """Whether the spider is one of ours on a run: somebody's own has no archive."""
    return hasattr(crawler.spider, "context")


def running(crawler: Crawler) -> Running:
    """The run of a crawler whose spider is open."""
    return cast(Running, crawler.spider.context)  # type: ignore[union-attr]
