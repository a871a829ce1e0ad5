"""A challenge, a captcha or a login where a page should be: told, and heeded by the pace."""

import logging

from scrapy.crawler import Crawler
from scrapy.http import Response

from kazcrawl.fetch.pace import Pace
from kazcrawl.health.run_report import RunReport
from kazcrawl.pages import Page, is_refusal

logger = logging.getLogger(__name__)


class Challenges:
    """Judges the pages of a run; the crawler's pace hears of each.

    ``crawler`` has its downloader middlewares, so its spider is open.
    """

    def __init__(self, crawler: Crawler, report: RunReport) -> None:
        pace = crawler.get_downloader_middleware(Pace)
        self.pace = pace if isinstance(pace, Pace) else None
        self.report = report

    def is_refusal(self, response: Response, page: Page | None, edition: str) -> bool:
        """Whether a refusal stands where a page of an edition should be; counted."""
        return self.judged(response, page is not None and is_refusal(page), edition)

    def judged(self, response: Response, is_refused: bool, edition: str) -> bool:
        """The same of a page of which it is known; counted."""
        assert response.request is not None
        if not is_refused:
            if self.pace:
                self.pace.welcomed(response.request)
            return False
        self.report.edition(edition).failures["challenge"] += 1
        self.report.edition(edition).refused += 1
        logger.info("refused (challenge): %s", response.url)
        if self.pace:
            self.pace.refused(response.request, "challenge")
        return True
