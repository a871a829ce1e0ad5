"""G3: the agency's pages since the middle of 2026."""

from kazcrawl.pages.article import ArticlePage
from kazcrawl.pages.listing import ListingPage
from kazcrawl.pages.people import people


class G3Article(ArticlePage):
    """Article page; where lead, author and related links stand is not known yet."""

    layout = "g3"
    TITLE = ".article__title"
    DATE = "time.meta-date, time"
    BODY = "div.article__content"
    TAGS = "div.article__tags a"
    SECTION = ".article__meta a[href*='/category/']"
    MAIN_IMAGE = ".article__image img"

    def authors(self) -> list[str]:
        return people(self.page.metas.get("author", []))


class G3Listing(ListingPage):
    """News cards; the markup of the pager is not known, so none is read."""

    layout = "g3"
    CARD = ".news-category__item"
    LIST = ".news-category"
    LINK = "a.news-card"
    TITLE = "h3.card-title"
    DATE = "time.meta-date"
