"""What an answer is to the spiders: a page, a page to keep, or a failure with its reason."""

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.fetch.refusals import NotAskedError, name_of, retry_after
from kazcrawl.pages import Page
from kazcrawl.pages.decoding import decode

GONE = (404, 410)
"""Statuses that say that there is nothing at an address."""

NOT_MODIFIED = 304

UNASKED = "304 to a request that was not conditional"
"""Why an answer "not modified" is a failure: it belongs to somebody else's copy."""

NO_TEXT = "no text"
"""Why an answer without a word, or with a picture's bytes, is a failure."""


def validators_of(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of an answer, None for each that it has not."""
    etag, changed = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    return (
        etag.decode("latin-1") if etag else None,
        changed.decode("latin-1") if changed else None,
    )


def ask_again_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Headers that ask for a page only if it changed."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unasked(response: Response) -> bool:
    """Whether an answer is "not modified", and nobody had asked whether it was."""
    if response.status != NOT_MODIFIED or response.request is None:
        return False
    headers = response.request.headers
    return "If-None-Match" not in headers and "If-Modified-Since" not in headers


def is_text(response: Response) -> bool:
    """Whether a response can be a page: it is text, and not empty."""
    return isinstance(response, TextResponse) and bool(response.body.strip())


def html_page(response: Response) -> Page | None:
    """A response as a page, or None when it is no text, or none at all."""
    if not is_text(response):
        return None
    return Page(decode(response.body, content_type_of(response)), response.url)


def content_type_of(response: Response) -> str | None:
    """The header that says what an answer is, as text."""
    said = response.headers.get("Content-Type")
    return said.decode("latin-1") if said else None


def headers_of(response: Response) -> list[tuple[str, str]]:
    """The headers of an answer as they came."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def asked_address(answer: Response | Failure) -> str:
    """The address that was asked for, before any redirect."""
    request: Request = answer.request  # type: ignore[union-attr, assignment]
    first: str = request.meta.get("redirect_urls", [request.url])[0]
    return first


def status_of(failure: Failure) -> int | None:
    """The HTTP status of an answer that was refused, None when there was no answer."""
    response = getattr(failure.value, "response", None)
    return response.status if response is not None else None


def answered_address(failure: Failure) -> str:
    """The address that gave a refusal, behind any redirect; empty when there was no answer."""
    response = getattr(failure.value, "response", None)
    return response.url if response is not None else ""


def refused_until(failure: Failure) -> str | None:
    """The time (UTC text) before which a server asked not to be asked again, or None."""
    if isinstance(failure.value, NotAskedError):
        return failure.value.until
    response = getattr(failure.value, "response", None)
    moment = retry_after(response, clock.now()) if response is not None else None
    return clock.text(moment) if moment else None


def reason_of(failure: Failure) -> str:
    """A failure in a word: an HTTP status, ``robots.txt``, ``too large``, ``off-site`` or the
    error's name."""
    status = status_of(failure)
    if status is not None:
        return str(status)
    if isinstance(failure.value, NotAskedError):
        return str(failure.value)
    if isinstance(failure.value, IgnoreRequest):
        said = str(failure.value)
        if "DOWNLOAD_MAXSIZE" in said:
            return "too large"
        return "redirects" if "redirect" in said else "off-site"
    assert isinstance(failure.value, Exception)
    return name_of(failure.value)
