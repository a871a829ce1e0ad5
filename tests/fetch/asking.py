"""A process that asks for an address by the crawler's own handler over a real reactor."""

import sys
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from kazcrawl.fetch.responses import reason_of


class Asking(Spider):
    """Prints what came, or what the failure is called."""

    name = "asking"

    async def start(self) -> AsyncIterator[Request]:
        yield Request(sys.argv[1], callback=self.came, errback=self.failed)

    def came(self, response: Response) -> None:
        print("came", response.status)

    def failed(self, failure: Failure) -> None:
        print("failed", reason_of(failure))


def ask() -> None:
    """Asks for the address that the command line names."""
    settings = get_project_settings()
    bare = {"DOWNLOADER_MIDDLEWARES": {}, "EXTENSIONS": {}, "ITEM_PIPELINES": {}}
    settings.setdict(bare | {"RETRY_TIMES": 0, "LOG_LEVEL": "CRITICAL"}, priority="cmdline")
    process = CrawlerProcess(settings)
    process.crawl(Asking)
    process.start()
