"""The sample pages: ``samples/<site>/<layout>/``, found by looking; how a page is compared.

``<name>.html`` or ``<name>.html.gz`` is an article page and ``<name>.json`` beside it the record
that it must give, as ``scrapy read`` prints it. ``<name>.listing.html`` is a listing page, and
its ``.json`` tells its cards. Keys that begin with ``_`` are about the page: ``_url`` (where it
came from; an article's is its record's ``url`` unless told), ``_fetched_at`` (when; without,
relative dates give none) and ``_open`` (fields that are left open on purpose).
"""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from kazcrawl import sites
from kazcrawl.crawl.records import read_page
from kazcrawl.pages import Layouts, Listing, Page, Reading
from kazcrawl.record import FIELDS
from kazcrawl.sites.registry import site_of
from tests.support import ROOT

SAMPLES = ROOT / "samples"
FETCHED = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
"""When the pages of the sample site were fetched."""

GENERATED = "sample-site"
"""How the names of the pages begin that ``make samples`` writes, and which it alone writes."""

# What a crawl adds to a record; nothing was crawled here.
_OF_THE_CRAWL = frozenset(("revision", "fetched_at", "crawl_id"))
_LISTING = ".listing"


@dataclass(frozen=True)
class Sample:
    """A sample page; ``name`` is its path under ``samples/`` without the endings."""

    site: str
    layout: str
    name: str
    is_listing: bool
    path: Path

    def __str__(self) -> str:
        return self.name

    @property
    def is_made(self) -> bool:
        """Whether the sample site made the page."""
        return self.path.name.startswith(GENERATED)

    @property
    def content(self) -> bytes:
        content = self.path.read_bytes()
        return gzip.decompress(content) if self.path.suffix == ".gz" else content

    @property
    def html(self) -> str:
        return self.content.decode("utf-8")

    @property
    def wanted(self) -> dict[str, Any]:
        """What stands beside the page."""
        ending = f"{_LISTING}.json" if self.is_listing else ".json"
        path = self.path.with_name(self.name.rpartition("/")[2] + ending)
        wanted: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return wanted

    @property
    def page(self) -> Page:
        wanted = self.wanted
        return Page(self.html, wanted.get("_url") or wanted["url"])


def samples(root: Path = SAMPLES) -> list[Sample]:
    """Every sample page under a folder, in the order of their names."""
    pages = []
    for path in sorted([*root.glob("*/*/*.html"), *root.glob("*/*/*.html.gz")]):
        name = str(path.relative_to(root)).removesuffix(".gz").removesuffix(".html")
        site, layout, _ = name.split("/")
        is_listing = name.endswith(_LISTING)
        pages.append(Sample(site, layout, name.removesuffix(_LISTING), is_listing, path))
    return pages


ARTICLES = [sample for sample in samples() if not sample.is_listing]
LISTINGS = [sample for sample in samples() if sample.is_listing]


def read_article(page: Page) -> Reading | None:
    """The article of a page, by the layouts of the site that its address names."""
    return site_of(page.url).layouts.read_article(page)


def read_listing(page: Page) -> Listing | None:
    """The listing of a page, by the layouts of the site that its address names."""
    return site_of(page.url).layouts.read_listing(page)


def made() -> list[Sample]:
    """The article pages that the sample site made: every edition in every layout."""
    return [sample for sample in ARTICLES if sample.is_made]


def sample(name: str) -> Sample:
    """The article page of a name such as ``kazinform/g2/sample-site-ru``."""
    return next(sample for sample in ARTICLES if sample.name == name)


def site_layouts() -> dict[str, Layouts]:
    """The layouts of every site that has a folder of them."""
    names = [module.name for module in iter_modules(sites.__path__) if module.ispkg]
    return {name: import_module(f"kazcrawl.sites.{name}.layouts").LAYOUTS for name in names}


def article_differences(sample: Sample) -> dict[str, tuple[Any, Any]]:
    """The fields in which a page's record is not the one beside it: what is, what must be."""
    wanted = sample.wanted
    fetched_at = FETCHED if sample.is_made else None
    if "_fetched_at" in wanted:
        fetched_at = datetime.fromisoformat(wanted["_fetched_at"])
    record = read_page(sample.content, sample.page.url, fetched_at=fetched_at)
    fields = set(FIELDS) - set(wanted.get("_open", ())) - _OF_THE_CRAWL
    absent = "(not in the .json: give it, or name it in _open)"
    return {
        name: (record[name], wanted.get(name, absent))
        for name in FIELDS
        if name in fields and record[name] != wanted.get(name, absent)
    }


def listing_facts(listing: Listing) -> dict[str, Any]:
    """What the ``.json`` beside a listing page tells of it."""
    first, last = listing.cards[0], listing.cards[-1]
    return {
        "layout": listing.layout,
        "cards": len(listing.cards),
        "current": listing.current,
        "oldest": listing.oldest_raw,
        "first": {"url": first.url, "headline": first.headline, "date": first.date_raw},
        "last": {"url": last.url, "headline": last.headline, "date": last.date_raw},
    }
