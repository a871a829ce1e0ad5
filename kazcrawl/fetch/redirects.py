"""Redirects: by status, with the cookie that a wall wants, and by ``<meta refresh>``."""

from http.cookies import CookieError, SimpleCookie

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import get_meta_refresh

from kazcrawl.fetch.refusals import NotAskedError

COOKIE_WALL = "cookie wall"
"""Why an address that leads to itself, whatever cookie it is brought, is a failure."""

_REDIRECTS = (301, 302, 303, 307, 308)
# Of a page that leads on by <meta refresh>, to ever new addresses.
_MOST_REFRESHES = 3
# Bytes, a mark of their order among them, of the characters in which Scrapy looks for a refresh.
_LOOKED_AT = 4 * (4_096 + 1)
# Browsers keep no longer ones.
_LONGEST_COOKIES = 4096


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, which also pass a cookie wall.

    A wall sends whoever brings no cookie to the same address again, and gives one. It is followed
    once with that cookie, which the host is then brought for the rest of the run; cookies are
    held nowhere else.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._cookies: dict[str, str] = {}

    def process_request(self, request: Request) -> None:
        cookie = self._cookies.get(_host(request))
        if cookie is not None:
            request.headers["Cookie"] = cookie

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        redirected = super().process_response(request, response)
        if not isinstance(redirected, Request):
            return redirected
        given = [*request.meta.get("cookies_given", ()), *_cookies_of(response)]
        if _host(redirected) != _host(request):
            # What one host gave is no other's, and the other may have a wall of its own.
            redirected.meta.pop("cookies_given", None)
            redirected.meta.pop("cookie_brought", None)
            return redirected
        redirected.meta["cookies_given"] = given
        if not given or redirected.url not in redirected.meta["redirect_urls"]:
            return redirected
        cookies = "; ".join(dict.fromkeys(given))[:_LONGEST_COOKIES]
        if request.meta.get("cookie_brought"):
            raise NotAskedError(COOKIE_WALL)
        self._cookies[_host(request)] = cookies
        redirected.meta["cookie_brought"] = True
        redirected.headers["Cookie"] = cookies
        return redirected


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's redirects by ``<meta refresh>``, but for a page that reloads itself."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        if not _names_refresh(response.body):
            return response
        if isinstance(response, TextResponse):
            _, url = get_meta_refresh(response, ignore_tags=self._ignore_tags)
            been = [*request.meta.get("redirect_urls", ()), request.url, response.url]
            refreshes = request.meta.get("redirect_reasons", []).count("meta refresh")
            is_reload = url is not None and url.partition("#")[0] in been
            if is_reload or refreshes >= _MOST_REFRESHES:
                return response
        return super().process_response(request, response)


def _names_refresh(body: bytes) -> bool:
    """Whether the part of a page in which a refresh is looked for names one, in any encoding."""
    return b"refresh" in body[:_LOOKED_AT].replace(b"\0", b"").lower()


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


def _cookies_of(response: Response) -> list[str]:
    """``name=value`` of each cookie that an answer sets; one that is none is left out."""
    pairs = []
    for header in response.headers.getlist("Set-Cookie"):
        try:
            cookies = SimpleCookie(header.decode("latin-1"))
        except CookieError:
            continue
        pairs += [f"{name}={cookie.coded_value}" for name, cookie in cookies.items()]
    return pairs
