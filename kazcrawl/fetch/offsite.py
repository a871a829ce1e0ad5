"""Nothing but the spider's own hosts is asked, wherever a redirect points."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached


class Offsite(OffsiteMiddleware):
    """Scrapy's off-site rule without its exception for requests that are not to be filtered.

    Scrapy's retries are such requests, so a redirect of a page asked for a second time would
    lead anywhere: to another site, to this machine. A port that is not the web's is off-site.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Decided when the request is to leave: what is dropped here, nobody hears of."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        parts = urlparse_cached(request)
        assert self.crawler.spider is not None
        try:
            port = parts.port
        except ValueError:
            port = -1
        is_web = parts.scheme in ("http", "https") and port in (None, 80, 443)
        if not is_web or not self.should_follow(request, self.crawler.spider):
            self.stats.inc_value("offsite/filtered")
            raise IgnoreRequest(f"off-site: {parts.hostname}")
