"""What kazcrawl is measured beside: the same fields of the same pages, by spiders as people write
them. Neither archives, cleans, dates, dedupes nor keeps pages.

scrapy runspider benchmarks/plain_spiders.py -a site=ADDRESS -a urls=FILE -O OUT.jsonl
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import TextResponse
from selectolax.lexbor import LexborHTMLParser

FIELDS = {
    "headline": ".article__title",
    "description": ".article__lead",
    "article_section": ".breadcrumbs a",
    "keywords": ".article__tags a",
    "author": ".article__author",
    "date_published": ".article__date",
}


class Plain(Spider):
    """``response.css`` and Scrapy's defaults."""

    name = "plain"
    custom_settings = {"ROBOTSTXT_OBEY": False, "LOG_LEVEL": "INFO"}  # noqa: RUF012

    def __init__(self, site: str, urls: str, **_: Any) -> None:
        super().__init__()
        self.site, self.urls = site, Path(urls).read_text().split()

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(self.site + urlsplit(url).path, headers={"Host": urlsplit(url).netloc})

    def parse(self, response: TextResponse) -> Iterator[dict[str, Any]]:
        row: dict[str, Any] = {
            name: response.css(f"{selector} ::text").getall() for name, selector in FIELDS.items()
        }
        row["article_body"] = [
            "".join(paragraph.css("::text").getall())
            for paragraph in response.css(".article__content p")
        ]
        row["image"] = response.css(".article__content img::attr(src)").getall()
        yield row


class Tuned(Plain):
    """selectolax, and the settings that help most."""

    name = "tuned"
    custom_settings = {  # noqa: RUF012
        **Plain.custom_settings,
        "CONCURRENT_ITEMS": 4,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "COOKIES_ENABLED": False,
        "EXTENSIONS": {
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
        },
    }

    def parse(self, response: TextResponse) -> Iterator[dict[str, Any]]:
        tree = LexborHTMLParser(response.text)
        row: dict[str, Any] = {
            name: [node.text() for node in tree.css(selector)] for name, selector in FIELDS.items()
        }
        row["article_body"] = [node.text() for node in tree.css(".article__content p")]
        row["image"] = [node.attributes.get("src") for node in tree.css(".article__content img")]
        yield row
