"""G1: the agency's pages until 2021."""

from datetime import date

from kazcrawl.pages.listing import ListingPage
from kazcrawl.sites.kazinform.page import AgencyArticle


class G1Article(AgencyArticle):
    """Article page; its text often stands straight in the body's ``div``."""

    since = date(2012, 1, 1)
    has_lead = has_captions = False
    TITLE = "div.article_title"
    DATE = "div.date_public_art"
    BODY = "div.article_news_body"
    NOISE = "div.frame_news_article"
    AUTHOR = "p.name_p"
    TAGS = "div.keyword_art a"
    MAIN_IMAGE = "img.main_foto_art"


class G1Listing(ListingPage):
    """Listing of 20 cards; a card shows a time of day at most."""

    CARD = ".lenta_news_block"
    LINK = "a.lenta_news_title"
    PAGER, CURRENT = "p.pagination", "p.pagination .active, p.pagination span"
    # The page tells when its oldest card was published, for its own endless scroll.
    OLDEST = "span.last_id[data-id]"
