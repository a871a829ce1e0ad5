from datetime import date

from kazcrawl.pages.article import ArticlePage
from kazcrawl.pages.listing import ListingPage


class Q1Article(ArticlePage):
    since = date(2025, 1, 1)
    TITLE = "h2.piece-name"
    DATE = "p.piece-when"
    BODY = "section.piece"
    SECTION = "p.piece-topic a"


class Q1Listing(ListingPage):
    CARD = "li.entry"
    LIST = "ul.entries"
    TITLE = "b"
    DATE = "i"
    CURRENT = "div.pages em"
