"""A running Chromium by scrapy-playwright: one that renders and has no network of its own."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import Self

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from kazcrawl.fetch.browser.errors import BrowserError
from kazcrawl.fetch.browser.processes import children, descendants, kill
from kazcrawl.fetch.browser.requests import Fetch
from kazcrawl.fetch.browser.visit import Visit

_FLAGS = (
    # Nothing but a page's own requests, which are answered by the crawler: no name is resolved,
    # no literal address reached, whatever a page or the browser itself tries.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--blink-settings=imagesEnabled=false",
)
# What a browser needs of this process' environment. The rest (an archive's password, a proxy's) is
# not for a program that runs whatever script a page brings.
_VARIABLES = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "LANG", "LANGUAGE"),
    *("LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "DISPLAY", "WAYLAND_DISPLAY"),
)
_PREFIXES = ("LC_", "XDG_")
# Two crawls of one process have one environment.
_one_starts = asyncio.Lock()
# Starting takes a second; asking a sound browser to close takes less.
_START, _CLOSE = 30.0, 5.0

# It logs a traceback for every page that fails; ours say in one line what happened.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


class Chromium(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """One browser process with its driver."""

    @classmethod
    async def start(
        cls, crawler: Crawler, executable: str, fetch: Fetch, pages: int, limit: float
    ) -> Self:
        """A browser that is ready; ``limit`` is what a page may take, in seconds.

        BrowserError when it does not start.
        """
        chromium = cls(crawler)
        chromium.fetch = fetch
        chromium.limit = limit
        chromium.visits = set()
        chromium._drivers = set()
        chromium._folder = TemporaryDirectory(prefix="kazcrawl-", ignore_cleanup_errors=True)
        config = chromium.config
        config.launch_options = {
            "executable_path": executable,
            "args": list(_FLAGS),
            "env": _environment() | {"TMPDIR": chromium._folder.name},
            # Chromium's sandbox does not run as root.
            "chromium_sandbox": os.geteuid() != 0,
            "timeout": _START * 1000,
        }
        config.startup_context_kwargs = {
            "default": {
                "user_agent": crawler.settings["USER_AGENT"],
                "service_workers": "block",
                "accept_downloads": False,
            }
        }
        config.max_pages_per_context = pages
        config.navigation_timeout_ms = limit * 1000
        # Trying again is decided by who knows of the other pages.
        config.target_closed_max_retries = 0
        config.restart_disconnected_browser = False
        # Requests are answered by the visit; were one not, it would be dropped here.
        chromium.abort_request = lambda request: True
        before = set(children(os.getpid()))
        try:
            async with _one_starts, asyncio.timeout(_START):
                # Scrapy's signal for this went out long before the first page needed a browser.
                with _temporary_files_in(chromium._folder.name):
                    await chromium._launch()
        except (PlaywrightError, OSError, TimeoutError) as error:
            chromium._drivers = set(children(os.getpid())) - before
            await chromium.kill()
            said = (str(error).splitlines() or ["it did not answer"])[0]
            raise BrowserError(f"{executable} does not start: {said}") from None
        chromium._drivers = set(children(os.getpid())) - before
        return chromium

    fetch: Fetch
    limit: float
    visits: set[Visit]
    # Playwright's driver, below which the browser runs.
    _drivers: set[int]
    # Of its files: a socket that it never removes, a profile that its killed driver does not.
    _folder: "TemporaryDirectory[str]"

    async def render(self, request: Request) -> Response:
        """The rendered page, its address the one that it has at last."""
        spider = self.crawler.spider
        assert spider is not None
        visit = Visit(self.crawler, self.fetch, self.limit)
        step = PageMethod(request.meta["browser_step"], self.limit)
        sent = request.replace(
            meta={
                **request.meta,
                "playwright_page_init_callback": visit.guard,
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                "playwright_page_methods": [step],
            }
        )
        self.visits.add(visit)
        try:
            response: Response = await self.download_request(sent)
        except PlaywrightError as error:
            if visit.failure:
                raise visit.failure from None
            raise BrowserError(str(error).splitlines()[0]) from None
        finally:
            self.visits.discard(visit)
            visit.end()
        request.meta["browser_result"] = step.result
        request.meta["download_latency"] = sent.meta["download_latency"]
        # The request that was asked for, not the copy: its meta is what callbacks read.
        return response.replace(url=visit.address or response.url, request=request)

    async def kill(self) -> None:
        """Ends the browser's processes at once, and then what is left of it here."""
        # The driver lives on: it removes what its browser leaves on the disk.
        kill(descendants(*self._drivers))
        await self.end()

    async def end(self) -> None:
        """Closes the browser; what does not close in a few seconds is killed."""
        for visit in set(self.visits):
            visit.end()
        left = {*self._drivers, *descendants(*self._drivers)}
        with suppress(PlaywrightError, TimeoutError, OSError, AttributeError):
            async with asyncio.timeout(_CLOSE):
                await self.close()
        # Numbers of processes are used again: only what still runs below this one is ours.
        kill([pid for pid in descendants(os.getpid()) if pid in left])
        self._folder.cleanup()


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """For who is started meanwhile: Playwright's driver has no other setting for it."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before


def _environment() -> dict[str, str]:
    """What of this process' environment a browser is given."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _VARIABLES or name.startswith(_PREFIXES)
    }
