"""A stored page to its record: the same steps as in the crawl, without network or archive."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import DropItem

from kazcrawl import clock, pages
from kazcrawl.health.run_report import RunReport
from kazcrawl.languages import checked_language, language_tag
from kazcrawl.pages import Page, Reading
from kazcrawl.pages.decoding import decode
from kazcrawl.pipelines.clean import Clean
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.pipelines.validate import Validate
from kazcrawl.raw import RawPage
from kazcrawl.record import Article, record
from kazcrawl.sites.kazinform.addresses import believed_canonical, canonical, edition_of
from kazcrawl.sites.kazinform.editions import EDITIONS


class UnreadableError(Exception):
    """A page gives no record; the message says why, in one line."""


def read_page(
    body: bytes, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> dict[str, Any]:
    """The record that a page gives. UnreadableError when it holds no article that can be read.

    ``content_type`` is the header it came with. Without ``fetched_at``, relative dates
    ("2 hours ago") are null; ``crawl_id`` and ``revision`` always are, for nothing was crawled.
    """
    edition = edition_of(url)
    reading = _reading(body, url, content_type)
    text = " ".join([reading.headline, *reading.body[:20]])
    article = make_article(
        reading,
        url=url,
        source="kazinform" if edition else "republisher",
        edition=edition.code if edition else urlsplit(url).hostname or "",
        language=edition.language if edition else language_tag(reading.language, text),
        fetched_at=fetched_at,
    )
    return record(_refined(article))


def read_stored(page: RawPage, crawl_id: str) -> Article:
    """The article of a stored page, as the crawl would have made it with today's code."""
    reading = _reading(page.body, page.url, page.content_type)
    edition = EDITIONS.get(page.edition)
    text = " ".join([reading.headline, *reading.body[:20]])
    article = make_article(
        reading,
        url=page.url,
        source=page.source,
        edition=page.edition,
        language=edition.language if edition else language_tag(reading.language, text),
        fetched_at=clock.parse(page.fetched_at),
        crawl_id=crawl_id,
        asked=(page.asked,),
    )
    return _refined(article)


def _reading(body: bytes, url: str, content_type: str | None) -> Reading:
    page = Page(decode(body, content_type), url)
    reading = pages.read_article(page)
    if reading is not None:
        return reading
    if pages.is_missing(page):
        raise UnreadableError("the page says that there is nothing at its address")
    raise UnreadableError("no article found: the page fits no known layout")


def _refined(article: Article) -> Article:
    """The article after the pipelines that need nothing of a crawl."""
    report = RunReport(source=article.source, started=clock.now())
    try:
        for step in (Clean(report), Normalise(report), Validate(report)):
            article = step.process_item(article)
    except DropItem as error:
        raise UnreadableError(str(error)) from None
    return article


def make_article(
    reading: Reading,
    *,
    url: str,
    source: str,
    edition: str,
    language: str | None,
    fetched_at: datetime | None = None,
    crawl_id: str | None = None,
    asked: Iterable[str] = (),
) -> Article:
    """An article of a reading: what was printed, not yet cleaned or normalised.

    ``url`` is the address that answered; the page's own canonical link is taken where it can
    be believed. ``language`` is what its edition or page claims: a text that is clearly in
    another is marked as what it is. ``asked`` are the addresses that led there: those that
    differ are aliases.
    """
    own = believed_canonical(url, reading.canonical) or canonical(url)
    language = checked_language(language, "\n".join(reading.body))
    return Article(
        url=own,
        source=source,
        edition=edition,
        in_language=language,
        headline=reading.headline,
        description=reading.description,
        article_body="\n\n".join(reading.body),
        article_section=reading.sections,
        keywords=reading.keywords,
        author=reading.authors,
        image=reading.images,
        date_published_raw=reading.date_raw,
        layout=reading.layout,
        fetched_at=clock.text(fetched_at) if fetched_at else None,
        crawl_id=crawl_id,
        published_machine=reading.published_machine,
        modified_machine=reading.modified_machine,
        aliases=sorted({canonical(one) for one in asked} - {own}),
    )
