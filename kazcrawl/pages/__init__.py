"""Page objects: HTML and address in, fields out. No input or output, no settings, no clock."""

from kazcrawl.pages.agreement import finds_too_little
from kazcrawl.pages.article import ArticlePage, Reading
from kazcrawl.pages.generic import LAYOUT as GENERIC
from kazcrawl.pages.generic import read_generic
from kazcrawl.pages.listing import Card, Listing, ListingPage
from kazcrawl.pages.page import Page
from kazcrawl.pages.refusal import is_notice, is_refusal
from kazcrawl.pages.syndication import read_syndication
from kazcrawl.sites.kazinform.layouts.g1 import G1Article, G1Listing
from kazcrawl.sites.kazinform.layouts.g2 import G2Article, G2Listing
from kazcrawl.sites.kazinform.layouts.g3 import G3Article, G3Listing
from kazcrawl.sites.kazinform.layouts.g15 import G15Article, G15Listing
from kazcrawl.sites.wordpress.layouts.jannah import JannahArticle, JannahListing

ARTICLE_PAGES: tuple[type[ArticlePage], ...] = (
    G3Article,
    G2Article,
    G15Article,
    G1Article,
    JannahArticle,
)
"""The known layouts, newest first: pages are probed, for old layouts come back from caches."""

LISTING_PAGES: tuple[type[ListingPage], ...] = (
    G3Listing,
    G2Listing,
    G15Listing,
    G1Listing,
    JannahListing,
)

# How the site says that a page is not there while answering 200.
_MISSING = "div.error__wrapper"


def read_article(page: Page) -> Reading | None:
    """The article of a page by the newest layout that finds a title and a body, or None.

    A page that fits no known layout is read by ``generic``, if it shows an article at all.
    """
    for layout in ARTICLE_PAGES:
        known = layout(page)
        if reading := known.read():
            reading.disagrees = finds_too_little(known, reading)
            return reading
    if is_missing(page) or is_refusal(page) or is_notice(page):
        return None
    return read_generic(page, is_listing=read_listing(page) is not None)


def read_listing(page: Page) -> Listing | None:
    """The listing of a page by the newest layout that finds a card, or None."""
    for layout in LISTING_PAGES:
        if listing := layout(page).read():
            return listing
    return None


def is_empty_listing(page: Page) -> bool:
    """Whether the page is a listing of a known layout with nothing in it."""
    return any(layout(page).is_empty() for layout in LISTING_PAGES)


def is_missing(page: Page) -> bool:
    """Whether the page says that there is nothing at its address (a soft 404)."""
    return page.first(_MISSING) is not None


__all__ = [
    "ARTICLE_PAGES",
    "GENERIC",
    "LISTING_PAGES",
    "Card",
    "Listing",
    "Page",
    "Reading",
    "is_empty_listing",
    "is_missing",
    "is_notice",
    "is_refusal",
    "read_article",
    "read_listing",
    "read_syndication",
]
