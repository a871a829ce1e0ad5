"""The way by Jannah's "Load more": older posts by its endpoint, by ``/page/N/``, or by clicking.

A site whose pages have numbers, or "next", is walked as ever. Where there is the button, the
endpoint that it calls is asked first; where that gives nothing, ``/page/N/``, which WordPress
nearly always has; only where neither works, the browser clicks.
"""

import json
import logging
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Ending, Step, Walk
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.fetch.browser import browser_request
from kazcrawl.fetch.browser.steps import BOUND, clicked
from kazcrawl.fetch.responses import html_page
from kazcrawl.pages import Page
from kazcrawl.sites.wordpress.layouts.jannah import JannahListing, LoadMore, read_load_more

logger = logging.getLogger(__name__)

_AJAX, _ACTION = "/wp-admin/admin-ajax.php", "tie_archives_load_more"
_BUTTON = "a#load-more-archives"


class LoadMoreWay(ListingWay):
    """Asks for the posts of a site or category, whose own address ``first`` is page 1."""

    def __init__(self, articles: Articles, walk: Walk, first: str) -> None:
        super().__init__(articles, walk)
        self.first = first
        self.button: LoadMore | None = None
        self._asks_endpoint = False
        # True once a page said that it is the last, whatever it brought.
        self._is_last = False
        # True where the browser clicked as often as it may: there is more.
        self._is_cut = False
        self._has_clicked = False

    @property
    def has_numbers(self) -> bool:
        return not self._has_clicked

    def request(self, number: int) -> Request:
        request = super().request(number)
        if number == 1:
            # WordPress answers at /page/1/ with a redirect, where it answers there at all.
            return request.replace(url=self.first, callback=self.parse_first)
        if self.button is not None and self._asks_endpoint:
            return FormRequest(
                urljoin(self.first, _AJAX),
                formdata=self.button.form(number, _ACTION),
                headers={"X-Requested-With": "XMLHttpRequest", "Referer": self.first},
                callback=self.parse_endpoint,
                errback=self.endpoint_failed,
                cb_kwargs=request.cb_kwargs,
                priority=request.priority,
            )
        return request

    def next(self, number: int) -> Request:
        # How many pages lie behind the button nobody says: a tail would hardly be there.
        return self.request(number + 1) if self.button is not None else super().next(number)

    def parse_first(self, response: Response, number: int) -> Iterator[Request]:
        """Reads the first page, and whether it has the button."""
        if page := html_page(response):
            self.button = read_load_more(page)
            self._asks_endpoint = self.button is not None
        yield from self.parse(response, number)

    def follow(self, number: int, step: Step, new: int) -> Iterator[Request]:
        if step is Step.DOUBT and self._lacks(number):
            # A site that shows its first page at the second's number has no such pages.
            yield self._by_clicks()
            return
        if step is Step.GO_ON and self._is_last:
            step = self.walk.end(Ending.LAST, f"page {number} says that it is the last")
        if step is Step.END and self._is_cut:
            # Not to its end: later runs must go back as far as this one should have.
            self.walk.end(Ending.CUT, "the browser clicked as often as it may")
        yield from super().follow(number, step, new)

    # --- the endpoint -------------------------------------------------------------------------

    def parse_endpoint(self, response: Response, number: int) -> Iterator[Request]:
        """Reads the endpoint's JSON; if it is none, goes on by ``/page/N/``."""
        answer = _answer(response)
        if answer is None and number == 2:
            yield self._by_numbers()
            return
        self.report.listings.pages += 1
        if answer is None:
            self.report.listings.unfit += 1
            return
        code, self._is_last = answer
        self.context.report.more_endpoint += 1
        listing = JannahListing(Page(f'<ul id="posts-container">{code}</ul>', self.first)).read()
        if listing is None:
            yield from self.doubt(number, f"page {number} of the endpoint is empty")
        else:
            yield from self.turn(response, number, listing)

    def endpoint_failed(self, failure: Failure) -> list[Request] | None:
        """The endpoint did not answer."""
        if failure.request.cb_kwargs["number"] > 2:  # type: ignore[attr-defined]
            return self.failed(failure)
        return [self._by_numbers()]

    def _by_numbers(self) -> Request:
        self._asks_endpoint = False
        return self.request(2)

    # --- /page/N/, and the browser where that is nothing --------------------------------------

    def _lacks(self, number: int) -> bool:
        """Whether the button promised the page that is not at its number."""
        is_by_number = not self._asks_endpoint and not self._has_clicked
        return self.button is not None and number == 2 and is_by_number

    def _by_clicks(self) -> Request:
        logger.info("no endpoint and no /page/2/: clicking Load more on %s", self.first)
        self._has_clicked = True
        bound = self.walk.bounds.max_pages
        most = None if bound is None else bound - 1
        request = (
            super()
            .request(1)
            .replace(url=self.first, callback=self.parse_clicked, cb_kwargs={"number": 2})
        )
        step = clicked(_BUTTON, JannahListing.CARD, self._is_enough(), most)
        return browser_request(request, step)

    def _is_enough(self) -> Callable[[str], bool]:
        """Whether the cards that a click brought are all older than asked for."""
        number_seen = 0

        def is_enough(html: str) -> bool:
            nonlocal number_seen
            listing = self.context.site.layouts.read_listing(Page(html, self.first))
            if listing is None or self.walk.bounds.since is None:
                return False
            brought, number_seen = listing.cards[number_seen:], len(listing.cards)
            moments = [self._date(card.date_raw) for card in brought]
            return None not in moments and self.walk.bounds.is_old(moments)

        return is_enough

    def parse_clicked(self, response: Response, number: int) -> Iterator[Request]:
        """Reads the page with all that the button brought as one listing."""
        self.context.report.more_browser += 1
        self._is_last = True
        self._is_cut = response.meta.get("browser_result") == BOUND
        yield from self.parse(response, number)


def _answer(response: Response) -> tuple[str, bool] | None:
    """The cards' HTML and whether they are the last, or None when it is no such answer."""
    try:
        answer = json.loads(response.text if isinstance(response, TextResponse) else "")
        # Some versions of the theme send the JSON as a text inside of JSON.
        if isinstance(answer, str):
            answer = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or not isinstance(answer.get("code"), str):
        return None
    return answer["code"], bool(answer.get("hide_next"))
