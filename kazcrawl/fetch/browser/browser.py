"""The browser of a crawl: so many pages at once, each in its time; killed when it hangs.

Stats: ``browser/pages`` rendered, ``browser/started``, ``browser/killed``,
``browser/failed`` pages given up, ``browser/missing`` pages that found no browser.
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from kazcrawl.config import Config
from kazcrawl.fetch.browser.errors import BrowserError, BrowserMissingError
from kazcrawl.fetch.browser.find import find_browser
from kazcrawl.fetch.browser.requests import Fetch

if TYPE_CHECKING:
    from kazcrawl.fetch.browser.chromium import Chromium

logger = logging.getLogger(__name__)

# A page that is asked for a second time and fails again is given up.
_TRIES = 2


class Browser:
    """Renders pages. A Chromium runs from the first page on, until it hangs, crashes or the
    crawl ends."""

    def __init__(self, crawler: Crawler, fetch: Fetch) -> None:
        config = Config.read(crawler.settings)
        self.crawler = crawler
        self.fetch = fetch
        self.given = config.browser
        self.pages = config.browser_pages
        self.limit = config.browser_limit.total_seconds()
        self.chromium: Chromium | None = None
        self.missing: BrowserMissingError | None = None
        self._lanes = asyncio.Semaphore(self.pages)
        self._starting = asyncio.Lock()

    async def render(self, request: Request) -> Response:
        """The page as it stands after its scripts ran.

        BrowserMissingError where there is no browser, BrowserError when it failed twice; what
        goes wrong with the fetch of the page itself is raised as for any other request.
        """
        async with self._lanes:
            tries = 0
            while True:
                chromium = None
                try:
                    chromium = await self._ready()
                    async with asyncio.timeout(self.limit):
                        response = await chromium.render(request)
                except BrowserMissingError:
                    self._count("missing")
                    raise
                except (BrowserError, TimeoutError) as error:
                    # A page whose browser another page's trouble ended has not failed itself.
                    tries += await self._end(chromium)
                    said = str(error) or f"not done in {self.limit:.0f} s"
                    if tries >= _TRIES:
                        self._count("failed")
                        raise BrowserError(said) from None
                    logger.warning("browser ended, once more: %s (%s)", request.url, said)
                else:
                    self._count("pages")
                    return response

    async def _ready(self) -> "Chromium":
        async with self._starting:
            if self.missing:
                raise self.missing
            if self.chromium is None:
                try:
                    executable = find_browser(self.given)
                except BrowserMissingError as error:
                    self.missing = error
                    logger.warning("%s", error)
                    raise
                # 0.4 s that only a crawl with such a page pays.
                from kazcrawl.fetch.browser.chromium import Chromium

                self.chromium = await Chromium.start(
                    self.crawler, executable, self.fetch, self.pages, self.limit
                )
                self._count("started")
            return self.chromium

    async def _end(self, chromium: "Chromium | None") -> bool:
        """Kills a browser that failed; False when it had been ended before."""
        if chromium is None:
            return True  # it never started
        if self.chromium is not chromium:
            return False
        self.chromium = None
        self._count("killed")
        await chromium.kill()
        return True

    async def close(self) -> None:
        """The crawl is over."""
        chromium, self.chromium = self.chromium, None
        if chromium:
            await chromium.end()

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"browser/{what}")
