"""G1.5: the agency's pages from 2021 to September 2023."""

from kazcrawl.pages.article import ArticlePage
from kazcrawl.pages.listing import ListingPage


class G15Article(ArticlePage):
    """Article page with about three related links framed inside the body."""

    layout = "g15"
    TITLE = "div.title_article_bl > h1"
    DATE = "div.time_article_bl"
    BODY = "div.body_article_bl"
    NOISE = "div.frame_news_article_adapt"
    AUTHOR = "div.data_author_bl a"
    TAGS = "div.keywords_bl a"


class G15Listing(ListingPage):
    """Listing of announcements, each with its date."""

    layout = "g15"
    CARD = "article.anounce-news"
    LINK = "a.anounce-news__link"
    TITLE = "h3"
    DATE = "span"
    CURRENT = "p.pagination .active, p.pagination span"
