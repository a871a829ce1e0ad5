"""What is done on a page in the browser until it shows what is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from kazcrawl.fetch.browser.requests import Step

if TYPE_CHECKING:
    from playwright.async_api import Page

END, ENOUGH, BOUND = "end", "enough", "bound"
"""How clicking ended: nothing more there, no more wanted, or a bound was reached."""

# Of a page's time; what is left is for the kill that keeps the rest of the run from waiting.
_SHARE = 0.6


def settled(shown: str) -> Step:
    """Waits until the page asks for nothing more.

    A page that never comes to rest is good enough when it shows ``shown``, a CSS selector.
    """

    async def wait(page: Page, limit: float) -> None:
        from playwright.async_api import TimeoutError as TooLong

        try:
            await page.wait_for_load_state("networkidle", timeout=limit * _SHARE * 1000)
        except TooLong:
            if await page.query_selector(shown) is None:
                raise

    return wait


def clicked(button: str, item: str, enough: Callable[[str], bool], most: int | None) -> Step:
    """Clicks ``button`` until it hides, ``enough`` of the page's HTML says so, or a bound.

    Each click must bring another ``item`` (both are CSS selectors). ``most`` bounds the clicks;
    the time of a page always does. Gives END, ENOUGH or BOUND.
    """

    async def click(page: Page, limit: float) -> str:
        clock = asyncio.get_running_loop().time
        until = clock() + limit * _SHARE
        clicks = 0
        while await page.locator(button).first.is_visible():
            if clicks == most or clock() > until:
                return BOUND
            before = await page.locator(item).count()
            await page.locator(button).first.click(timeout=limit * 1000)
            await page.wait_for_function(
                "([item, before, button]) => {"
                " const found = document.querySelector(button);"
                " return document.querySelectorAll(item).length > before"
                " || !found || found.offsetParent === null }",
                arg=[item, before, button],
                timeout=limit * 1000,
            )
            clicks += 1
            if enough(await page.content()):
                return ENOUGH
        return END

    return click
