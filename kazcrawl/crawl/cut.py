"""Articles whose pages broke off: asked for again, and archived so only if nothing else comes."""

import logging

from scrapy import Request
from scrapy.http import Response

from kazcrawl.archive.waiting import attempts_of
from kazcrawl.crawl.context import RunContext
from kazcrawl.fetch.ends import has_end
from kazcrawl.items import Found

logger = logging.getLogger(__name__)

# Within a run a page is asked for so often, as Scrapy asks for one that fails (RETRY_TIMES).
_TRIES = 3


class CutPages:
    """Judges the pages of a run's articles by their ends."""

    def __init__(self, context: RunContext) -> None:
        self.context = context

    def is_cut(self, response: Response, layout: str | None, found: Found) -> bool:
        """Whether an article's page, of that known layout or of none, broke off before its end.

        Not after KAZCRAWL_ATTEMPTS: then the page is as it is, which is told. Raises
        ArchiveError.
        """
        if has_end(response):
            return False
        context = self.context
        if not context.ends.is_cut(response, found.edition, layout):
            return False
        attempts = attempts_of(context.archive, found.url_hash) + 1
        if attempts < context.config.attempts:
            return True
        logger.warning("kept without its end, </html>, at attempt %d: %s", attempts, response.url)
        return False

    def again(self, response: Response, request: Request) -> Request | None:
        """``request`` for a page that broke off, None when it was asked for often enough."""
        assert response.request is not None
        tries = response.request.meta.get("cut_tries", 1)
        if tries >= _TRIES:
            return None
        logger.info("broke off before its end, once more: %s", response.url)
        # Behind what was not asked for yet: what cuts pages may pass, and others tell by then.
        return request.replace(meta={**request.meta, "cut_tries": tries + 1}, priority=-2)
