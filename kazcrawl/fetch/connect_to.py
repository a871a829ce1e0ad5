"""KAZCRAWL_CONNECT_TO: every request goes to one server, under its true name."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response

from kazcrawl.config import Config
from kazcrawl.fetch.certificates import StrictPolicy, refused_certificate
from kazcrawl.fetch.fenced import pass_fence
from kazcrawl.fetch.whole import check_whole


class _Sent(Request):
    """A request to the one server, which every message calls by the address that it is for."""

    true_url: str = ""

    def __repr__(self) -> str:
        return f"<{self.method} {self.true_url or self.url}>"


class ConnectToHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler that connects where KAZCRAWL_CONNECT_TO says, if it says so.

    Like curl's ``--connect-to``: the ``Host`` header and the response's address stay those
    that were asked for, so robots.txt, redirects, off-site rules and download slots work as
    on the live site. ``https:`` addresses are served by plain HTTP there. An answer that broke
    off is none (``whole``), nor is one of a server whose certificate is not the host's
    (``certificates``). Nothing leaves that the fence does not let pass (``fenced``).
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config = Config.read(crawler.settings)
        self._connect_to, self._servers = config.connect_to, config.servers
        if crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self._contextFactory = StrictPolicy(self._contextFactory)  # type: ignore[assignment]
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        # Here, behind every queue: a request may have waited for longer than a lock lasts.
        await pass_fence(self.crawler, request, self._servers)
        if self._connect_to is None:
            response = await self._secured(request)
        else:
            response = await self._connected(request, self._connect_to)
        check_whole(request, response, self._most)
        return response

    async def _secured(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if refused := refused_certificate(error):
                raise refused from error
            raise

    async def _connected(self, request: Request, address: str) -> Response:
        parts = urlsplit(request.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = request.replace(cls=_Sent, url=address + path)
        sent.true_url = request.url
        sent.headers["Host"] = parts.netloc
        try:
            response = await super().download_request(sent)
        except Exception as error:  # whatever it is: it says which page did not come
            error.args = tuple(
                arg.replace(sent.url, request.url) if isinstance(arg, str) else arg
                for arg in error.args
            )
            raise
        # `replace` copied the meta; AutoThrottle reads the latency from the request it knows.
        if "download_latency" in sent.meta:
            request.meta["download_latency"] = sent.meta["download_latency"]
        return response.replace(url=request.url)
