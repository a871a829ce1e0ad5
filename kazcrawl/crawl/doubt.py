"""Pages whose headline is hardly their card's: what a cache mixes up, others will show as well."""

import logging
from collections import Counter

from scrapy import Request
from scrapy.http import Response

from kazcrawl.crawl.context import RunContext
from kazcrawl.items import Found
from kazcrawl.pages import Reading
from kazcrawl.text import pattern

logger = logging.getLogger(__name__)

# Words, and each sign of scripts that are written without spaces.
_TOKENS = pattern(r"[\u3400-\u9fff]|[^\W\d_]+|\d+")
# Where so many such pages turned out to be their articles', cards bear no headlines.
_BELIEVED = 5
_DOUBTED = "doubted"


class Doubts:
    """Judges the pages of a run's articles by their cards."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self._believed_by_edition = Counter[str]()

    def is_unannounced(self, response: Response, found: Found, reading: Reading) -> bool:
        """Whether a page that does not say whose it is has another headline than the card."""
        if self._believed_by_edition[found.edition] == _BELIEVED:
            return False
        if self.context.site.addresses.believed_canonical(response.url, reading.canonical):
            return False
        return found.title is not None and are_unlike(found.title, reading.headline)

    def is_doubtful(self, response: Response, found: Found, reading: Reading) -> bool:
        """Whether such a page is to be asked for again; it is believed when it comes again."""
        assert response.request is not None
        if not self.is_unannounced(response, found, reading):
            return False
        is_second = _DOUBTED in response.request.meta
        self._believed_by_edition[found.edition] += is_second
        return not is_second

    @staticmethod
    def again(request: Request) -> Request:
        """``request`` for a doubtful page, behind what was not asked for yet: if a cache mixes
        pages up, more will show it by then."""
        logger.info("hardly its card's headline, once more: %s", request.url)
        return request.replace(meta={**request.meta, _DOUBTED: True}, priority=-2)


def are_unlike(title: str, headline: str) -> bool:
    """Whether a title and a headline have less than half of the shorter one's words in common."""
    words, others = (set(_TOKENS.findall(text.casefold())) for text in (title, headline))
    return 2 * len(words & others) < min(len(words), len(others))
