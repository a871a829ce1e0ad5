"""G1.5: the agency's pages from 2021 to September 2023."""

from datetime import date

from kazcrawl.pages.listing import ListingPage
from kazcrawl.sites.kazinform.page import AgencyArticle


class G15Article(AgencyArticle):
    """Article page with about three related links framed inside the body."""

    since = date(2021, 1, 1)
    has_lead = has_captions = has_modified = False
    TITLE = "div.title_article_bl > h1"
    DATE = "div.time_article_bl"
    BODY = "div.body_article_bl"
    NOISE = "div.frame_news_article_adapt"
    AUTHOR = "div.data_author_bl a"
    TAGS = "div.keywords_bl a"


class G15Listing(ListingPage):
    """Listing of announcements, each with its date."""

    CARD = "article.anounce-news"
    LINK = "a.anounce-news__link"
    TITLE = "h3"
    DATE = "span"
    PAGER = "p.pagination"
    CURRENT = "p.pagination .active, p.pagination span"
