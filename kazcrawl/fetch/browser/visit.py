"""What a rendered page may ask for, and how it gets it: from the crawler, never by itself."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import Request as Asked
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from kazcrawl.fetch.browser.requests import Fetch
from kazcrawl.pages.links import joined

# What a page needs to show its text. Images, fonts, media, beacons and the like are not.
_NEEDED = frozenset(("document", "script", "stylesheet", "xhr", "fetch"))
_REDIRECTS, _MOST_REDIRECTS = (301, 302, 303, 307, 308), 5
# The connection's own business, ours or the browser's, which do not hold for the other.
_HOP = frozenset(
    ("host", "connection", "accept-encoding", "content-length", "transfer-encoding", "user-agent")
)


class Visit:
    """One page in the browser, and every request that it makes.

    Only the spider's own domains are asked, redirects followed only to them. ``failure`` is
    why the page itself could not be fetched; ``address`` where a redirect of it ended, or None.
    Stats: ``browser/requests``, ``browser/refused``.
    """

    def __init__(self, crawler: Crawler, fetch: Fetch, limit: float) -> None:
        assert crawler.stats is not None
        self.count = crawler.stats.inc_value
        self.fetch = fetch
        self.limit = limit
        self.domains = tuple(getattr(crawler.spider, "allowed_domains", None) or ())
        self.user_agent = crawler.settings["USER_AGENT"]
        self.compression = HttpCompressionMiddleware.from_crawler(crawler)
        self.failure: Exception | None = None
        self.address: str | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    async def guard(self, page: Page, request: Request) -> None:
        """Stands between the page and the network."""
        await page.route("**/*", self.answer)
        # A window that the page opens would have no guard; it has no network either.
        page.on("popup", lambda popup: popup.close())

    def end(self) -> None:
        """The visit is over: what is still being fetched is let go."""
        for task in self.tasks:
            task.cancel()

    async def answer(self, route: Route) -> None:
        """Fetches what the page asks for, or refuses it."""
        task = asyncio.ensure_future(self._answer(route))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        # The page may be closed or dead by now; the visit then hears of it elsewhere.
        with suppress(PlaywrightError, asyncio.CancelledError):
            await task

    async def _answer(self, route: Route) -> None:
        asked = route.request
        if asked.resource_type not in _NEEDED or not self.is_allowed(asked.url):
            self.count("browser/refused")
            await route.abort("blockedbyclient")
            return
        self.count("browser/requests")
        is_page = asked.is_navigation_request() and asked.frame.parent_frame is None
        try:
            response = await self._fetch(asked)
        except Exception as error:
            if is_page:
                self.failure = error
            await route.abort("failed")
            return
        if is_page and response.url != asked.url:
            self.address = response.url
        await route.fulfill(status=response.status, headers=_headers(response), body=response.body)

    async def _fetch(self, asked: Asked) -> Response:
        """The answer to a request of the page, after its redirects."""
        headers = {k: v for k, v in (await asked.all_headers()).items() if k not in _HOP}
        request = Request(
            asked.url,
            method=asked.method,
            headers={**headers, "User-Agent": self.user_agent, "Accept-Encoding": "identity"},
            body=asked.post_data_buffer or b"",
            meta={"download_timeout": self.limit},
        )
        for _ in range(_MOST_REDIRECTS):
            response = await self.fetch(request)
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or location is None:
                # Some servers pack what nobody asked them to.
                unpacked = self.compression.process_response(request, response)
                assert isinstance(unpacked, Response)
                return unpacked
            url = joined(request.url, location.decode("latin-1"))
            if url is None or not self.is_allowed(url):
                raise PlaywrightError(f"redirect to another site: {url or location!r}")
            # As browsers do: what was a form is asked for without it after all but 307 and 308.
            if response.status in (307, 308):
                request = request.replace(url=url)
            else:
                request = request.replace(url=url, method="GET", body=b"")
        raise PlaywrightError(f"too many redirects: {asked.url}")

    def is_allowed(self, url: str) -> bool:
        """Whether an address is one of the spider's own domains, by http or https."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and any(
            host == domain or host.endswith(f".{domain}") for domain in self.domains
        )


def _headers(response: Response) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, values in response.headers.items():
        key = name.decode("latin-1").lower()
        if key not in _HOP:
            between = "\n" if key == "set-cookie" else ", "
            found[key] = between.join(value.decode("latin-1") for value in values)
    return found
