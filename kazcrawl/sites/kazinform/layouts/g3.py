"""G3: the agency's pages since the middle of 2026."""

from datetime import date

from kazcrawl.pages.listing import ListingPage
from kazcrawl.sites.kazinform.page import AgencyArticle


class G3Article(AgencyArticle):
    """Article page; where lead, author and related links stand is not known yet."""

    since = date(2026, 5, 4)
    TITLE = ".article__title"
    DATE = "time.meta-date, time"
    BODY = "div.article__content"
    TAGS = "div.article__tags a"
    SECTION = ".article__meta a[href*='/category/']"
    MAIN_IMAGE = ".article__image img"
    AUTHOR_META = "author"


class G3Listing(ListingPage):
    """News cards; the markup of the pager is not known, so none is read."""

    # Some pages have the links without the wrapper.
    CARD = ".news-category__item, a.news-card:not(.news-category__item a)"
    LIST = ".news-category"
    LINK = "a.news-card"
    TITLE = "h3.card-title"
    DATE = "time.meta-date"
