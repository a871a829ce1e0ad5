"""An article's answer, read: what came goes in and nothing else, so any process may do it."""

from dataclasses import dataclass

from kazcrawl.crawl.finding import Finding, fetched_of
from kazcrawl.items import Fetched
from kazcrawl.pages import GENERIC, Page, Reading, is_refusal
from kazcrawl.pages.decoding import decode
from kazcrawl.pipelines.ahead import make_ahead
from kazcrawl.raw import RawPage
from kazcrawl.sites.registry import site_named
from kazcrawl.sites.site import Site


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for an article, with its headers, and how it was come by.

    ``is_text`` tells whether it can be a page, ``is_kept`` whether it is packed for the raw pages.
    """

    page: RawPage
    headers: list[tuple[str, str]]
    finding: Finding
    is_text: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What an answer is.

    ``reading`` and ``fetched`` are None where it shows no article; ``is_refusal`` is never said of
    a page that a known layout reads; ``record`` is the page as the raw pages keep it, if they do.
    """

    is_page: bool
    record: bytes | None
    reading: Reading | None = None
    fetched: Fetched | None = None
    is_refusal: bool = False
    is_missing: bool = False

    @property
    def known_layout(self) -> str | None:
        """The layout that read it, None for ``generic``."""
        layout = self.reading.layout if self.reading else GENERIC
        return layout if layout != GENERIC else None


def read_elsewhere(answer: Answer) -> ReadAnswer:
    """``read_answer`` in another process, which knows installed sites alone: else KeyError."""
    return read_answer(answer, site_named(answer.page.source))


def read_answer(answer: Answer, site: Site) -> ReadAnswer:
    """Reads a page of a site, down to its cleaned text."""
    # Its library is loaded only where a page came.
    from kazcrawl.raw.packing import packed_answer

    raw = answer.page
    record = packed_answer(raw, answer.headers) if answer.is_kept else None
    if not answer.is_text:
        return ReadAnswer(is_page=False, record=record)
    page = Page(decode(raw.body, raw.content_type), raw.url)
    reading = site.layouts.read_article(page)
    # Words never refuse what a known layout reads; what the page is made of may.
    is_known = reading is not None and reading.layout != GENERIC
    return ReadAnswer(
        is_page=True,
        record=record,
        reading=reading,
        fetched=make_ahead(fetched_of(reading, site, answer.finding), site) if reading else None,
        is_refusal=not is_known and is_refusal(page),
        is_missing=reading is None and site.layouts.is_missing(page),
    )
