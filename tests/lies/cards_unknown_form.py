from zlib import crc32

from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.lie import Lie
from tests.lies.bed.pages import NO_SECTIONS


class CardsUnknownForm(Lie):
    """A third of the cards lead to addresses of a form that no article had before."""

    editions = NO_SECTIONS
    words = (r"no article's address", r"no articles of its edition")
    lasts = None

    def href(self, article: SampleArticle, href: str) -> str:
        if article.edition != self.edition or crc32(article.url.encode()) % 3:
            return href
        self.effects += 1
        return f"/longread/2026{href}"
