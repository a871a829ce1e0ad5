"""The download handler: ordinary requests as ever, ``meta["playwright"]`` by the browser."""

from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from kazcrawl.fetch.browser.browser import Browser
from kazcrawl.fetch.connect_to import ConnectToHandler

# Scrapy makes a handler a scheme; a crawl has one browser.
_browsers: WeakKeyDictionary[Crawler, Browser] = WeakKeyDictionary()


class BrowserHandler(ConnectToHandler):
    """Scrapy's HTTP handler by KAZCRAWL_CONNECT_TO, with a browser for the pages that need one.

    Whatever a rendered page asks for is fetched by this handler too: the browser itself never
    reaches the network.
    """

    lazy = True

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        browser = _browsers.get(self.crawler)
        if browser is None:
            browser = _browsers[self.crawler] = Browser(self.crawler, super().download_request)
        return await browser.render(request)

    async def close(self) -> None:
        if browser := _browsers.pop(self.crawler, None):
            await browser.close()
        await super().close()
