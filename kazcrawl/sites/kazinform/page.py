"""What all generations of the agency's article pages share."""

from kazcrawl.pages.article import ArticlePage
from kazcrawl.sites.kazinform.addresses import ADDRESSES


class AgencyArticle(ArticlePage):
    """Base of the agency's article layouts."""

    def is_own_article(self, url: str) -> bool:
        return ADDRESSES.is_article(url)

    def is_picture(self, url: str) -> bool:
        # What the templates name as the picture of an article that has none.
        return super().is_picture(url) and not url.partition("?")[0].endswith("/plug.png")
