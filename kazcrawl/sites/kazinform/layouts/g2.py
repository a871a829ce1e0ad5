"""G2: the agency's pages from September 2023 to the middle of 2026."""

from datetime import date

from kazcrawl.pages.listing import ListingPage
from kazcrawl.sites.kazinform.page import AgencyArticle


class G2Article(AgencyArticle):
    """Article page; its template prints the word ``None`` for what is empty."""

    since = date(2023, 9, 1)
    TITLE = "h1.article__title"
    DATE = "div.article__time"
    LEAD = "div.article__description > p"
    BODY = "div.article__body-text"
    TAGS = ".article__tags a"
    SECTION = ".article__head a[href*='/category/']"
    MAIN_IMAGE = ".article__image img"
    AUTHOR_META = "author"


class G2Listing(ListingPage):
    """Cards of the feed, of a section, of a tag and of the search, named alike."""

    CARD = ".allNewsCard, .catpageCard, .tagpageCard, .searchCard"
    LIST = ".allNews__list, .catpage__news"
    TITLE = ".allNewsCard_title, .catpageCard_title, .tagpageCard_title, .searchCard_title"
    DATE = ".allNewsCard_time, .catpageCard_time, .tagpageCard_time, .searchCard_time"
    PAGER, CURRENT = "ul.pagination", "ul.pagination li.page-item.active"
