"""KAZCRAWL_CONNECT_TO: every request goes to one server, under its true name."""

from collections.abc import Hashable
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.web.client import HTTPConnectionPool
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from kazcrawl.config import Config
from kazcrawl.fetch.certificates import StrictPolicy, refused_certificate
from kazcrawl.fetch.fenced import pass_fence
from kazcrawl.fetch.whole import check_whole


class ConnectToHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler that connects where KAZCRAWL_CONNECT_TO says, if it says so.

    Like curl's ``--connect-to``: only the connection is another, so robots.txt, redirects, off-site
    rules and download slots work as on the live site. ``https:`` addresses are served by plain
    HTTP there, and no proxy is between. An answer that broke off is none (``whole``), nor is one
    of a server whose certificate is not the host's (``certificates``). Nothing leaves that the
    fence does not let pass (``fenced``).
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config = Config.read(crawler.settings)
        self._is_connected, self._servers = config.connect_to is not None, config.servers
        if config.connect_to is not None:
            self._contextFactory = _NoTls()  # type: ignore[assignment]
            self._pool = _OneServer(self._pool, config.connect_to)
        elif crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            self._contextFactory = StrictPolicy(self._contextFactory)  # type: ignore[assignment]
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        # Here, behind every queue: a request may have waited for longer than a lock lasts.
        await pass_fence(self.crawler, request, self._servers)
        if self._is_connected:
            request.meta.pop("proxy", None)
        try:
            response = await super().download_request(request)
        except DownloadFailedError as error:
            if refused := refused_certificate(error):
                raise refused from error
            raise
        check_whole(request, response, self._most)
        return response


class _OneServer(HTTPConnectionPool):
    """Connections by the hosts that they are for, all of them to one server."""

    def __init__(self, like: HTTPConnectionPool, address: str) -> None:
        super().__init__(like._reactor, like.persistent)  # type: ignore[no-untyped-call]
        self.maxPersistentPerHost, self._factory = like.maxPersistentPerHost, like._factory
        server = urlsplit(address)
        self._server = HostnameEndpoint(self._reactor, server.hostname or "", server.port or 80)

    def getConnection(self, key: Hashable, endpoint: IStreamClientEndpoint) -> Deferred:  # type: ignore[type-arg]  # noqa: N802
        """A connection for requests of a key, whatever endpoint they would have."""
        return super().getConnection(key, self._server)  # type: ignore[arg-type]  # it is one


@implementer(IPolicyForHTTPS)
class _NoTls:
    """The policy of endpoints to which nothing connects."""

    def creatorForNetloc(self, _hostname: bytes, _port: int) -> None:  # noqa: N802
        """Nothing that could make a connection."""
