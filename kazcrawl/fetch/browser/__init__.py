"""A browser for pages that show nothing without JavaScript; started when one is met.

``browser_request`` says that a page needs it, ``BrowserHandler`` renders it. Only the rooms
``chromium`` and below import Playwright: an ordinary crawl never does.
"""

from kazcrawl.fetch.browser.errors import BrowserError, BrowserMissingError
from kazcrawl.fetch.browser.requests import Step, browser_request

__all__ = ["BrowserError", "BrowserMissingError", "Step", "browser_request"]
