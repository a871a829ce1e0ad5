"""What ``-o``, ``-O`` and FEEDS ask for: a file that cannot be written is the run's trouble."""

from typing import Any, Self

import orjson
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.exporters import CsvItemExporter
from scrapy.extensions.feedexport import FeedExporter, FeedSlot

from kazcrawl.crawl.spider import WalkSpider, is_ours
from kazcrawl.record import FIELDS


class Output(FeedExporter):
    """Scrapy's own exporter, which logs what it could not write and lets the run end well.

    A file that failed is not written to again; articles, feeds and other files go on. Items of
    somebody's own spider keep their own fields.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        try:
            return super().from_crawler(crawler)
        except NotConfigured:
            # What is asked for and cannot be had Scrapy leaves out with a line in the log.
            for uri in crawler.settings.getdict("FEEDS"):
                _note(crawler, str(uri), None)
            raise

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        for options in self.feeds.values():
            if not is_ours(crawler) and options["fields"] == list(FIELDS):
                options["fields"] = None

    def open_spider(self, spider: Spider) -> None:
        feeds = self.feeds
        for uri, options in feeds.items():
            self.feeds = {uri: options}
            try:
                super().open_spider(spider)
            except (
                Exception
            ) as error:  # whatever a place that is none, or a user's function, raises
                _note(self.crawler, uri, error)
        self.feeds = feeds

    def item_scraped(self, item: Any, spider: Spider) -> None:
        going: list[FeedSlot] = []
        for slot in self.slots:
            self.slots = [slot]
            try:
                super().item_scraped(item, spider)
            except Exception as error:  # whatever an exporter, ours or a user's, raises
                _note(self.crawler, slot.uri, error)
            else:
                going += self.slots
        self.slots = going

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        failed = f"feedexport/failed_count/{type(slot.storage).__name__}"
        assert self.crawler.stats is not None
        before = self.crawler.stats.get_value(failed, 0)
        try:
            if slot.file is not None:
                slot.file.flush()  # a full disk is named here; the storage's own error is logged
            await super()._close_slot(slot, spider)
        except Exception as error:
            _note(self.crawler, slot.uri, error)
            return
        if self.crawler.stats.get_value(failed, 0) > before:
            _note(self.crawler, slot.uri, None)


class NestedCsv(CsvItemExporter):
    """CSV whose cells hold JSON where a field is a list or an object, and nothing of Python's."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        if "serializer" not in field and isinstance(value, list | dict):
            return orjson.dumps(value).decode()
        return super().serialize_field(field, name, value)


def _note(crawler: Crawler, uri: str, error: Exception | None) -> None:
    """A file cannot be written: the trouble of one of our runs, a stat of anybody else's."""
    reason = "could not be stored; see the log"
    if error is not None:
        reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    if isinstance(crawler.spider, WalkSpider):
        crawler.spider.context.report.trouble.setdefault("output", f"{uri}: {reason}")
    else:
        assert crawler.stats is not None
        crawler.stats.set_value("output/failed", f"{uri}: {reason}")
