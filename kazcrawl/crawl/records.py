"""The one way from a page to its record: for the crawl, stored pages, files and the doctor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scrapy.exceptions import DropItem

from kazcrawl import clock
from kazcrawl.crawl.finding import Finding, fetched_of
from kazcrawl.health.run_report import RunReport
from kazcrawl.items import Fetched, Found
from kazcrawl.pages import Page
from kazcrawl.pages.decoding import decode
from kazcrawl.pipelines.clean import Clean
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.pipelines.step import Step
from kazcrawl.pipelines.validate import Validate
from kazcrawl.raw import RawPage
from kazcrawl.record import record
from kazcrawl.sites.registry import site_named, site_of
from kazcrawl.sites.site import Site

PURE_STEPS: tuple[Callable[[RunReport, Site], Step], ...] = (Clean, Normalise, Validate)
"""The pipelines that need nothing but the article, in their order."""


class UnreadableError(Exception):
    """A page gives no record; the message says why, in one line."""


def read_page(
    body: bytes, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> dict[str, Any]:
    """The record that a page gives. UnreadableError when it holds no article that can be read.

    ``content_type`` is the header it came with. Without ``fetched_at``, relative dates
    ("2 hours ago") are null; ``crawl_id`` and ``revision`` always are, for nothing was crawled.
    """
    return record(read_article(body, url, content_type, fetched_at).article)


def read_article(
    body: bytes, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> Fetched:
    """The article of that record, with what was removed from its text."""
    site = site_of(url)
    edition = site.addresses.edition_of(url)
    found = Found(site.addresses.url_hash(url), url, edition.code if edition else "")
    return _read(body, content_type, site, Finding(found, url, fetched_at=fetched_at))


def read_stored(page: RawPage, crawl_id: str) -> Fetched:
    """The article of a stored page, as the crawl would have made it with today's code.

    UnreadableError when it holds none, or its site is not installed or has that edition no more.
    """
    try:
        site = site_named(page.source)
        site.edition(page.edition)
    except KeyError:
        raise UnreadableError(f"there is no {page.source} with {page.edition}") from None
    found = Found(site.addresses.url_hash(page.asked), page.asked, page.edition, page.section)
    # What the site alone said was believed or not when the page came.
    is_one = site.addresses.are_one(page.asked, page.url)
    finding = Finding(
        found,
        page.url,
        kind=page.kind,
        asked=(page.asked,) if is_one else (),
        fetched_at=clock.parse(page.fetched_at),
        crawl_id=crawl_id,
    )
    return _read(page.body, page.content_type, site, finding)


def _read(body: bytes, content_type: str | None, site: Site, finding: Finding) -> Fetched:
    page = Page(decode(body, content_type), finding.answered)
    reading = site.layouts.read_article(page)
    if reading is not None:
        return _refined(fetched_of(reading, site, finding), site)
    if site.layouts.is_missing(page):
        raise UnreadableError("the page says that there is nothing at its address")
    raise UnreadableError("no article found: the page fits no known layout")


def _refined(fetched: Fetched, site: Site) -> Fetched:
    """The article after the pipelines that need nothing of a crawl."""
    unread = RunReport(site.name, clock.now())
    try:
        for step in PURE_STEPS:
            fetched = step(unread, site).process_item(fetched)
    except DropItem as error:
        raise UnreadableError(str(error)) from None
    return fetched
