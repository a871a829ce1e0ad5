"""``-a query=TEXT``: the walk over what the agency's search finds.

The JSON endpoint is asked first, by plain HTTP. Only where it does not answer as one, the
search page itself is opened in the browser. Stats: ``search/<edition>/endpoint`` and
``search/<edition>/browser`` pages of results read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from kazcrawl.crawl.walk import Bounds, Walk
from kazcrawl.crawl.ways.listing import Listings
from kazcrawl.fetch.browser import browser_request
from kazcrawl.fetch.browser.steps import settled
from kazcrawl.fetch.responses import html_page, reason_of
from kazcrawl.sites.choice import layouts_of
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.search import read_search

_PER_PAGE = 50
# The word by which the endpoint is thought to call a language, where it is not our code; a
# wrong one costs one request, and then the search page itself is opened.
_WORDS = {"kk": "kz"}
_CARD = ".searchCard"


@dataclass
class SearchWalk(Walk):
    """A walk over search results; ``url`` is the search page's address.

    The most fitting come first, not the newest: no age of a page ends it.
    """

    endpoint: str = ""
    # False once the endpoint turned out not to be one.
    by_endpoint: bool = True

    def _is_old(self, moments: object) -> bool:
        return False


def search_walk(
    edition: str,
    query: str,
    since: datetime | None,
    until: datetime | None,
    max_pages: int | None,
) -> SearchWalk:
    """The walk of a query in an edition; of what it finds, that between two moments."""
    words = quote(query, safe="").replace("{", "{{").replace("}", "}}")
    return SearchWalk(
        edition,
        f"search {query}",
        f"{EDITIONS[edition].root}/search_results/?q={words}&page={{page}}",
        # Strict, as a walk that says nothing of how complete the edition is.
        Bounds(since, until, strict=True, max_pages=max_pages),
        endpoint=(
            f"https://search.inform.kz/search/{_WORDS.get(edition, edition)}"
            f"?q={words}&per_page={_PER_PAGE}&page={{page}}"
        ),
    )


class SearchListings(Listings):
    """What a spider needs for walks over search results beside its ordinary ones."""

    def request(self, walk: Walk, number: int) -> Request:
        if not isinstance(walk, SearchWalk):
            return super().request(walk, number)
        if not walk.by_endpoint:
            request = super().request(walk, number)
            return browser_request(request.replace(callback=self.parse_search_page), settled(_CARD))
        return Request(
            walk.endpoint.format(page=number),
            callback=self.parse_search,
            errback=self.search_failed,
            cb_kwargs={"walk": walk, "number": number},
            priority=-1,
        )

    def parse_search(self, response: Response, walk: SearchWalk, number: int) -> Iterator[Request]:
        """Reads what the endpoint said; if that is no answer, asks the search page instead."""
        edition = EDITIONS[walk.edition]
        text = response.text if isinstance(response, TextResponse) else ""
        listing = read_search(text, response.url, edition.root + edition.article)
        if listing is not None:
            self.spider.count(f"listing/{walk.edition}/pages")
            self.spider.count(f"search/{walk.edition}/endpoint")
            yield from self.turn(response, walk, number, listing)
        elif number == 1:
            yield self._by_browser(walk, "no search results")
        else:
            self.spider.count(f"listing/{walk.edition}/pages")
            self.spider.count(f"listing/{walk.edition}/unfit")

    def search_failed(self, failure: Failure) -> Iterable[Request] | None:
        """The endpoint did not answer."""
        request = failure.request  # type: ignore[attr-defined]
        walk, number = request.cb_kwargs["walk"], request.cb_kwargs["number"]
        if number > 1:
            # What was found before stands; the browser would begin anew.
            self.failed(failure)
            return None
        return [self._by_browser(walk, reason_of(failure))]

    def _by_browser(self, walk: SearchWalk, why: str) -> Request:
        self.spider.logger.info(
            "search of %s: no endpoint (%s); opening the search page", walk.edition, why
        )
        walk.by_endpoint = False
        return self.request(walk, 1)

    def parse_search_page(self, response: Response, walk: SearchWalk, number: int) -> Iterator[Any]:
        """Reads the search page as the browser shows it."""
        page = html_page(response)
        links = (
            {page.link(node.attributes.get("href")) for node in page.all("a[href]")} if page else ()
        )
        if (
            page
            and layouts_of(page.url).read_listing(page) is None
            and not any(link and self.spider.is_article_of(walk.edition, link) for link in links)
        ):
            # Nothing found looks as the site likes; a layout that is not known has articles.
            self.spider.count(f"listing/{walk.edition}/pages")
            if number == 1:
                self.spider.logger.warning(
                    "the search of %s shows no results: %s", walk.edition, response.url
                )
            walk.turn(number, [])
            return
        self.spider.count(f"search/{walk.edition}/browser")
        yield from self.parse(response, walk, number)
