"""Every sample page gives the record beside it; a layout without samples fails here."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kazcrawl.crawl.records import read_page
from kazcrawl.pages import (
    ARTICLE_PAGES,
    LISTING_PAGES,
    Page,
    is_empty_listing,
    read_article,
    read_listing,
)
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.make_samples import LISTINGS, SAMPLES, make

FETCHED = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
REPUBLISHERS = ("en", "ru", "kk")


def samples() -> list[str]:
    return sorted(path.stem for path in SAMPLES.glob("*.html"))


@pytest.mark.parametrize("name", samples())
def test_a_sample_page_gives_exactly_its_record(name: str) -> None:
    wanted = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    page = (SAMPLES / f"{name}.html").read_bytes()
    found = read_page(page, wanted["url"], fetched_at=FETCHED)
    assert {key: found[key] for key in wanted} == wanted | {"revision": None}


@pytest.mark.parametrize("layout", [page.layout for page in ARTICLE_PAGES])
def test_every_layout_has_a_sample_of_every_edition_it_is_used_by(layout: str) -> None:
    editions = REPUBLISHERS if layout == "jannah" else EDITIONS
    missing = [code for code in editions if f"{layout}-{code}" not in samples()]
    assert missing == [], f"samples/{layout}-*.html: run `make samples` or add a stored page"


@pytest.mark.parametrize("listing", LISTING_PAGES, ids=lambda page: page.layout)
def test_every_listing_layout_reads_its_sample(listing: type) -> None:
    html = (LISTINGS / f"{listing.layout}.html").read_text("utf-8")
    found = read_listing(Page(html, "https://www.inform.kz/lenta/?page=2"))
    assert found is not None
    assert found.layout == listing.layout
    own = [card for card in found.cards if "ads.example" not in card.url]
    assert len(own) == {"g1": 20, "g15": 20, "g2": 24, "g3": 24, "jannah": 12}[listing.layout]
    assert all(card.headline for card in own)
    # Two layouts have no pager that could be known.
    assert found.current == (None if listing.layout in ("g3", "jannah") else 2)
    if listing.layout == "g1":
        assert found.oldest_raw
    else:
        assert all(card.date_raw for card in own)


@pytest.mark.parametrize("name", samples())
def test_no_other_layout_claims_a_sample(name: str) -> None:
    html = (SAMPLES / f"{name}.html").read_text("utf-8")
    readers = [
        page.layout
        for page in ARTICLE_PAGES
        if page(Page(html, "https://www.inform.kz/ru/x-0a1b2c")).read()
    ]
    assert readers == [name.split("-")[0]]


def test_the_committed_samples_are_those_that_the_sample_site_makes(tmp_path: Path) -> None:
    make(tmp_path)
    for path in SAMPLES.rglob("*.*"):
        assert (tmp_path / path.relative_to(SAMPLES)).read_bytes() == path.read_bytes(), path.name


def test_a_list_without_links_is_a_day_without_articles_and_a_strange_list_is_not() -> None:
    address = "https://oz.inform.kz/lenta/?page=1&start_date=2026-11-18&end_date=2026-11-18"
    for name in ("news-category", "allNews__list"):
        nothing = Page(f'<h1>All</h1><div class="{name}"> </div><a href="/">Home</a>', address)
        assert is_empty_listing(nothing)
        cards = '<div class="new-card"><a href="/ru/x-0a1b2c/">Headline</a></div>'
        strange = Page(f'<h1>All</h1><div class="{name}">{cards}</div>', address)
        assert read_listing(strange) is None
        assert not is_empty_listing(strange)


def test_a_page_of_no_known_layout_gives_nothing() -> None:
    page = Page("<html><h1>Title</h1><p>Some text of a page.</p></html>", "https://x.example/")
    assert read_article(page) is None
    assert read_listing(page) is None
