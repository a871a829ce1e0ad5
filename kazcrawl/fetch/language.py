"""Accept-Language: each edition is asked in its own language, others in none."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from kazcrawl.sites.site import Site


class AcceptLanguage:
    """Downloader middleware: a server that picks a language by that header picks the edition's."""

    def __init__(self, site: Site | None) -> None:
        self.site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(getattr(crawler.spider, "site", None))

    def process_request(self, request: Request) -> None:
        edition = self.site.addresses.edition_of(request.url) if self.site else None
        if edition is None or not edition.language:
            return
        language, script, _ = edition.language.partition("-")
        # Few servers know of scripts.
        accepted = f"{edition.language},{language};q=0.9" if script else language
        request.headers["Accept-Language"] = accepted
