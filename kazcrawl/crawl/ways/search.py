"""The way by a site's search, ``-a query=TEXT``.

The endpoint for machines is asked first, by plain HTTP. Only where it does not answer as one, the
search page itself is opened in the browser.
"""

import logging
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Ending, Walk
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.fetch.browser import browser_request
from kazcrawl.fetch.browser.steps import settled
from kazcrawl.fetch.responses import html_page, reason_of
from kazcrawl.pages import Page
from kazcrawl.sites.site import Search

logger = logging.getLogger(__name__)


class SearchWay(ListingWay):
    """Asks for the results of a search; the walk's address is the search page's.

    ``endpoint`` is the address of the search's endpoint, with ``{page}``.
    """

    def __init__(self, articles: Articles, walk: Walk, search: Search, endpoint: str) -> None:
        super().__init__(articles, walk)
        self.search = search
        self.endpoint: str | None = endpoint

    def request(self, number: int) -> Request:
        request = super().request(number)
        if self.endpoint is None:
            return browser_request(
                request.replace(callback=self.parse_page), settled(self.search.card)
            )
        return request.replace(
            url=self.endpoint.replace("{page}", str(number)),
            callback=self.parse_endpoint,
            errback=self.endpoint_failed,
        )

    def parse_endpoint(self, response: Response, number: int) -> Iterator[Request]:
        """Reads what the endpoint said; if that is no answer, asks the search page instead."""
        text = response.text if isinstance(response, TextResponse) else ""
        edition = self.context.site.edition(self.walk.edition)
        listing = self.search.read(text, response.url, edition)
        if listing is not None:
            self.report.listings.pages += 1
            self.report.search_endpoint += 1
            yield from self.turn(response, number, listing)
        elif number == 1:
            yield self._by_browser("no search results")
        else:
            self.report.listings.pages += 1
            self.report.listings.unfit += 1

    def endpoint_failed(self, failure: Failure) -> list[Request] | None:
        """The endpoint did not answer."""
        if failure.request.cb_kwargs["number"] > 1:  # type: ignore[attr-defined]
            # What was found before stands; the browser would begin anew.
            return self.failed(failure)
        return [self._by_browser(reason_of(failure))]

    def _by_browser(self, why: str) -> Request:
        logger.info(
            "search of %s: no endpoint (%s); opening the search page", self.walk.edition, why
        )
        self.endpoint = None
        return self.request(1)

    def parse_page(self, response: Response, number: int) -> Iterator[Request]:
        """Reads the search page as the browser shows it."""
        page = html_page(response)
        if page and self._shows_nothing(page):
            # Nothing found looks as the site likes; a layout that is not known has articles.
            self.report.listings.pages += 1
            if number == 1:
                logger.warning(
                    "the search of %s shows no results: %s", self.walk.edition, response.url
                )
            self.end(Ending.LAST, f"page {number} shows no results")
            return
        self.report.search_browser += 1
        yield from self.parse(response, number)

    def _shows_nothing(self, page: Page) -> bool:
        if self.context.site.layouts.read_listing(page) is not None:
            return False
        addresses = self.context.site.addresses
        links = {page.link(node.attributes.get("href")) for node in page.all("a[href]")}
        return not any(
            link is not None and addresses.is_article_of(self.walk.edition, link) for link in links
        )
