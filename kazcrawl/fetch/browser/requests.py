"""How a spider asks for a page to be rendered, and what the browser asks in turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

if TYPE_CHECKING:
    from playwright.async_api import Page

Fetch = Callable[[Request], Awaitable[Response]]
"""Sends a request over the network, where KAZCRAWL_CONNECT_TO says."""

Step = Callable[["Page", float], Awaitable[Any]]
"""What is done on a page once it stands there: the page and the seconds that it may take."""


def browser_request(request: Request, step: Step) -> Request:
    """``request``, to be rendered by the browser.

    ``step`` runs when the page's HTML has come, and ends when the page shows what is wanted;
    what it gives stands in the response's ``meta["browser_result"]``.
    """
    return request.replace(meta={**request.meta, "playwright": True, "browser_step": step})
