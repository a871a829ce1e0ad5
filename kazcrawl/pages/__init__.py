"""Page objects: HTML and address in, fields out. No input or output, no settings, no clock."""

from kazcrawl.pages.article import ArticlePage, Reading
from kazcrawl.pages.generic import LAYOUT as GENERIC
from kazcrawl.pages.layouts import Layouts, discover
from kazcrawl.pages.listing import Card, Listing, ListingPage
from kazcrawl.pages.page import Page
from kazcrawl.pages.refusal import is_notice, is_refusal
from kazcrawl.pages.syndication import read_syndication

__all__ = [
    "GENERIC",
    "ArticlePage",
    "Card",
    "Layouts",
    "Listing",
    "ListingPage",
    "Page",
    "Reading",
    "discover",
    "is_notice",
    "is_refusal",
    "read_syndication",
]
