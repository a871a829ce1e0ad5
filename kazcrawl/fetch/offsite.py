"""Nothing but the spider's own hosts is asked, wherever a redirect points."""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from kazcrawl.config import Config
from kazcrawl.fetch.hosts import is_public

ANY_HOST = "any_host"
"""In a request's meta: it may go to another site's public server (robots.txt's redirects)."""


class Offsite(OffsiteMiddleware):
    """Scrapy's off-site rule without its exception for requests that are not to be filtered.

    Scrapy's retries are such requests, so a redirect of a page asked for a second time would
    lead anywhere: to another site, to this machine. A port that is not the web's is off-site.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Decided when the request is to leave: what is dropped here, nobody hears of."""

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        assert self.crawler.spider is not None
        if not hasattr(self.crawler.spider, "site"):
            # Somebody's own spider may go wherever it says.
            super().process_request(request)
            return
        parts = urlparse_cached(request)
        try:
            port = parts.port
        except ValueError:
            port = -1
        is_web = parts.scheme in ("http", "https") and port in (None, 80, 443)
        is_own = is_web and self.should_follow(request, self.crawler.spider)
        if is_web and not is_own and request.meta.get(ANY_HOST):
            # Where all comes from one server, no name is resolved.
            is_connected = Config.read(self.crawler.settings).connect_to is not None
            is_own = is_connected or await is_public(parts.hostname or "")
        if not is_own:
            self.stats.inc_value("offsite/filtered")
            raise IgnoreRequest(f"off-site: {parts.hostname}")
