"""Jannah's "Load more": older posts by its endpoint, by ``/page/N/``, or by clicking.

A site whose pages have numbers, or "next", is walked as ever. Where there is the button, the
endpoint that it calls is asked first; where that gives nothing, ``/page/N/``, which WordPress
nearly always has; only where neither works, the browser clicks. Stats: ``more/endpoint``,
``more/browser`` pages so read.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.crawl.ways.listing import Listings
from kazcrawl.dates import read_date
from kazcrawl.fetch.browser import browser_request
from kazcrawl.fetch.browser.steps import BOUND, clicked
from kazcrawl.fetch.responses import GONE, html_page, status_of
from kazcrawl.pages import Page
from kazcrawl.sites.choice import layouts_of
from kazcrawl.sites.wordpress.layouts.jannah import JannahListing, LoadMore, read_load_more

_AJAX, _ACTION = "/wp-admin/admin-ajax.php", "tie_archives_load_more"
_BUTTON = "a#load-more-archives"
ENDPOINT, NUMBERS, CLICKS = "endpoint", "numbers", "clicks"
"""The ways to older posts, in the order in which they are tried."""


@dataclass
class PostsWalk(Walk):
    """A walk over posts; ``first`` is the site's or category's own address, its page 1."""

    first: str = ""
    more: LoadMore | None = None
    way: str = NUMBERS
    # True once a page said that it is the last, whatever it brought.
    last: bool = False
    # True where the browser clicked as often as it may: there is more.
    cut: bool = False

    def address(self, number: int) -> str:
        # WordPress answers at /page/1/ with a redirect, where it answers there at all.
        return self.first if number == 1 and self.first else Walk.address(self, number)

    def turn(
        self,
        number: int,
        entries: list[Entry],
        *,
        current: int | None = None,
        oldest: datetime | None = None,
        dates: "dict[str, datetime | None] | None" = None,
    ) -> tuple[list[Entry], bool]:
        wanted, go_on = Walk.turn(
            self, number, entries, current=current, oldest=oldest, dates=dates
        )
        if go_on and self.last:
            self.end("the last page")
            return wanted, False
        return wanted, go_on


class PostsListings(Listings):
    """What a spider needs for walks over the posts of a WordPress site."""

    def request(self, walk: Walk, number: int) -> Request:
        request = super().request(walk, number)
        if not isinstance(walk, PostsWalk) or walk.more is None or number == 1:
            return request
        if walk.way == ENDPOINT:
            return FormRequest(
                urljoin(walk.first, _AJAX),
                formdata=walk.more.form(number, _ACTION),
                headers={"X-Requested-With": "XMLHttpRequest", "Referer": walk.first},
                callback=self.parse_more,
                errback=self.more_failed,
                cb_kwargs=request.cb_kwargs,
                priority=request.priority,
            )
        return request.replace(callback=self.parse_numbered, errback=self.numbered_failed)

    def parse(self, response: Response, walk: Walk, number: int) -> Iterator[Request]:
        if isinstance(walk, PostsWalk) and number == 1 and (page := html_page(response)):
            walk.more = read_load_more(page)
            walk.way = ENDPOINT if walk.more else NUMBERS
        yield from super().parse(response, walk, number)

    def ended(self, walk: Walk, number: int) -> None:
        assert isinstance(walk, PostsWalk)
        if walk.cut:
            # Not to its end: later runs must go back as far as this one should have.
            walk.reason = "max_pages"
        # A page that only the button shows is still to come.
        if walk.way != NUMBERS or not self._lacks(walk, number):
            super().ended(walk, number)

    # --- the endpoint -------------------------------------------------------------------------

    def parse_more(self, response: Response, walk: PostsWalk, number: int) -> Iterator[Request]:
        """Reads the endpoint's JSON; if it is none, goes on by ``/page/N/``."""
        found = _answer(response)
        if found is None:
            if number == 2:
                yield self._by_numbers(walk)
            else:
                self.spider.count(f"listing/{walk.edition}/pages")
                self.spider.count(f"listing/{walk.edition}/unfit")
            return
        code, walk.last = found
        page = Page(f'<ul id="posts-container">{code}</ul>', walk.first)
        self.spider.count(f"listing/{walk.edition}/pages")
        self.spider.count("more/endpoint")
        listing = JannahListing(page).read()
        if listing is None:
            walk.turn(number, [])
            self.ended(walk, number)
        else:
            yield from self.turn(response, walk, number, listing)

    def more_failed(self, failure: Failure) -> Iterable[Request] | None:
        """The endpoint did not answer."""
        request = failure.request  # type: ignore[attr-defined]
        if request.cb_kwargs["number"] > 2:
            self.failed(failure)
            return None
        return [self._by_numbers(request.cb_kwargs["walk"])]

    def _by_numbers(self, walk: PostsWalk) -> Request:
        walk.way = NUMBERS
        return self.request(walk, 2)

    # --- /page/N/, and the browser where that is nothing --------------------------------------

    def parse_numbered(self, response: Response, walk: PostsWalk, number: int) -> Iterator[Request]:
        """Reads ``/page/N/``; a site that shows its first page there has no such pages."""
        yield from self.parse(response, walk, number)
        if walk.reason in ("past the end", "nothing new to this walk") and self._lacks(
            walk, number
        ):
            yield self._by_clicks(walk)

    def numbered_failed(self, failure: Failure) -> Iterable[Request] | None:
        """``/page/N/`` did not come."""
        request = failure.request  # type: ignore[attr-defined]
        walk, number = request.cb_kwargs["walk"], request.cb_kwargs["number"]
        if status_of(failure) in GONE and self._lacks(walk, number):
            return [self._by_clicks(walk)]
        self.failed(failure)
        return None

    @staticmethod
    def _lacks(walk: PostsWalk, number: int) -> bool:
        """Whether the button promised a page that is not at its number."""
        return walk.more is not None and number == 2 and walk.more.last >= number

    def _by_clicks(self, walk: PostsWalk) -> Request:
        self.spider.logger.info("no endpoint and no /page/2/: clicking Load more on %s", walk.first)
        walk.way, walk.finished, walk.reason = CLICKS, False, ""
        bound = walk.bounds.max_pages
        most = None if bound is None else bound - 1
        step = clicked(_BUTTON, JannahListing.CARD, self._enough(walk), most)
        request = super().request(walk, 1)
        return browser_request(
            request.replace(callback=self.parse_clicked, cb_kwargs={"walk": walk, "number": 2}),
            step,
        )

    def _enough(self, walk: PostsWalk) -> Callable[[str], bool]:
        """Whether the cards that a click brought are all older than asked for."""
        since, seen = walk.bounds.since, 0

        def enough(html: str) -> bool:
            nonlocal seen
            listing = layouts_of(walk.first).read_listing(Page(html, walk.first))
            if listing is None or since is None:
                return False
            language, now = self.spider.language_hint(walk.edition), clock.now()
            brought, seen = listing.cards[seen:], len(listing.cards)
            moments = [read_date(card.date_raw, language, now) for card in brought]
            return bool(moments) and all(one is not None and one < since for one in moments)

        return enough

    def parse_clicked(self, response: Response, walk: PostsWalk, number: int) -> Iterator[Request]:
        """Reads the page with all that the button brought as one listing."""
        self.spider.count("more/browser")
        walk.last = True
        walk.cut = response.meta.get("browser_result") == BOUND
        yield from super().parse(response, walk, number)


def _answer(response: Response) -> tuple[str, bool] | None:
    """The cards' HTML and whether they are the last, or None when it is no such answer."""
    try:
        found = json.loads(response.text if isinstance(response, TextResponse) else "")
    except ValueError:
        return None
    # Some versions of the theme send the JSON as a text inside of JSON.
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            return None
    if not isinstance(found, dict) or not isinstance(found.get("code"), str):
        return None
    return found["code"], bool(found.get("hide_next"))
