"""One page, read as a run would read it, and nothing archived: what ``scrapy parse`` prints."""

from collections.abc import Iterator
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.crawl.records import UnreadableError, read_page


class PageSpider(Spider):
    """Stands for a spider of ours where single pages are looked at; keeps its name and hosts."""

    custom_settings: ClassVar[dict[Any, Any]] = {  # type: ignore[misc]  # Scrapy's type is wider
        "ITEM_PIPELINES": {},
    }

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        """The record that the page gives; one that gives none is told in the log."""
        header = response.headers.get("Content-Type")
        try:
            yield read_page(
                response.body,
                response.url,
                header.decode("latin-1") if header else None,
                clock.now(),
            )
        except UnreadableError as error:
            self.logger.error("%s: %s", response.url, error)
