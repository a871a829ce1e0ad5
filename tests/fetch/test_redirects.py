"""Redirects that a crawl follows, and those that lead nowhere."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from kazcrawl import settings
from kazcrawl.fetch.redirects import MetaRefresh, Redirects
from kazcrawl.fetch.refusals import NotAskedError

PAGE = "https://ar.inform.kz/news/a-0a1b2c/"
CRAWLER = SimpleNamespace(spider=None)


@pytest.fixture
def redirects() -> Redirects:
    middleware = Redirects(Settings())
    middleware.crawler = CRAWLER  # type: ignore[assignment]
    return middleware


def to(request: Request, location: str, *cookies: str) -> Response:
    headers: dict[str, str | list[str]] = {"Location": location, "Set-Cookie": list(cookies)}
    return Response(request.url, status=302, headers=headers)


def follow(redirects: Redirects, request: Request, location: str, *cookies: str) -> Request:
    redirects.process_request(request)
    redirected = redirects.process_response(request, to(request, location, *cookies))
    assert isinstance(redirected, Request)
    return redirected


def test_a_cookie_wall_is_followed_once_with_its_cookie(redirects: Redirects) -> None:
    again = follow(redirects, Request(PAGE), PAGE, "wall=a; Path=/; HttpOnly", "n=2; Secure")
    assert (again.url, again.headers["Cookie"]) == (PAGE, b"wall=a; n=2")
    with pytest.raises(NotAskedError, match="cookie wall"):
        follow(redirects, again, PAGE, "wall=c")


def test_a_host_is_brought_the_cookie_that_passed_its_wall_and_no_other_host_is(
    redirects: Redirects,
) -> None:
    follow(redirects, Request(PAGE), PAGE, "wall=passed")
    later, other = Request(PAGE + "?page=2"), Request("https://oz.inform.kz/")
    for request in (later, other):
        redirects.process_request(request)
    assert later.headers["Cookie"] == b"wall=passed"
    assert "Cookie" not in other.headers
    assert "Cookie" not in follow(redirects, later, "https://oz.inform.kz/lenta/").headers


def test_a_wall_that_gives_its_cookie_elsewhere_on_the_host_is_passed_too(
    redirects: Redirects,
) -> None:
    check = follow(redirects, Request(PAGE), "/check?to=a")
    again = follow(redirects, check, PAGE, "wall=passed")
    assert again.headers["Cookie"] == b"wall=passed"


def test_what_one_host_gave_is_brought_to_no_other_whose_wall_is_passed_too(
    redirects: Redirects,
) -> None:
    other = "https://oz.inform.kz/lenta/"
    check = follow(redirects, Request(PAGE), "/check?to=a", "wall=ar")
    again = follow(redirects, check, PAGE)
    elsewhere = follow(redirects, again, other)
    assert "Cookie" not in elsewhere.headers
    passed = follow(redirects, elsewhere, other, "wall=oz")
    assert passed.headers["Cookie"] == b"wall=oz"


def test_cookies_of_ordinary_redirects_are_brought_to_nobody(redirects: Redirects) -> None:
    moved = follow(redirects, Request(PAGE), "/news/b-0a1b2c/", "session=1")
    later = Request(PAGE)
    redirects.process_request(later)
    assert "Cookie" not in moved.headers
    assert "Cookie" not in later.headers


def refreshed(content: str, **meta: object) -> str | None:
    """Where a page with such a <meta refresh> leads, None where it is a page to read."""
    middleware = MetaRefresh(Settings({"METAREFRESH_MAXDELAY": settings.METAREFRESH_MAXDELAY}))
    middleware.crawler = CRAWLER  # type: ignore[assignment]
    request = Request(PAGE, meta=meta)
    body = f'<html><meta http-equiv="refresh" content="{content}"><body>News</body></html>'
    answer = HtmlResponse(PAGE, body=body.encode(), request=request)
    result = middleware.process_response(request, answer)
    return result.url if isinstance(result, Request) else None


@pytest.mark.parametrize("seconds", [0, 1, 3])
def test_a_page_that_leads_on_within_three_seconds_is_a_redirect(seconds: int) -> None:
    assert refreshed(f"{seconds}; url=/news/b/") == "https://ar.inform.kz/news/b/"


@pytest.mark.parametrize(
    "content", ["4; url=/news/b/", "2", f"2; url={PAGE}", "0; url=/news/a-0a1b2c/#top", "0; url="]
)
def test_a_page_that_reloads_itself_or_waits_longer_is_a_page(content: str) -> None:
    assert refreshed(content) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_a_page_in_any_encoding_leads_on_as_late_as_scrapy_looks(encoding: str) -> None:
    start = "я" * 3_900 if encoding != "utf-8" else "я" * 3_900 + "\U0001f4f0"
    text = f'<html>{start}<meta http-equiv=REFRESH content="0; url=https://x.example/a">'
    headers = {"Content-Type": f"text/html; charset={encoding}"}
    response = HtmlResponse(PAGE, body=text.encode(encoding), headers=headers)
    middleware = MetaRefresh(Settings())
    middleware.crawler = CRAWLER  # type: ignore[assignment]
    redirected = middleware.process_response(Request(PAGE), response)
    assert redirected.url == "https://x.example/a"


def test_pages_that_lead_to_each_other_or_ever_on_are_pages() -> None:
    been = ["https://ar.inform.kz/news/b/"]
    assert refreshed("0; url=/news/b/", redirect_urls=been) is None
    reasons = ["meta refresh"] * 3
    assert refreshed("0; url=/news/c/", redirect_urls=been, redirect_reasons=reasons) is None
