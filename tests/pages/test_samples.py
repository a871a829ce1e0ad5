"""Every sample page gives the record beside it; a layout without samples fails here."""

from pathlib import Path

import pytest

from kazcrawl.pages import Page
from kazcrawl.sample_site.layouts import LAYOUTS
from tests.make_samples import make
from tests.samples import (
    ARTICLES,
    GENERATED,
    LISTINGS,
    SAMPLES,
    Sample,
    article_differences,
    listing_facts,
    read_article,
    read_listing,
    samples,
    site_layouts,
)

SITES = site_layouts()
PAGES = [
    (site, page)
    for site, layouts in SITES.items()
    for page in (*layouts.articles, *layouts.listings)
]


@pytest.mark.parametrize("sample", ARTICLES, ids=str)
def test_an_article_page_gives_exactly_the_record_beside_it(sample: Sample) -> None:
    assert article_differences(sample) == {}


@pytest.mark.parametrize("sample", ARTICLES, ids=str)
def test_an_article_page_is_its_own_layouts_and_no_other_sites(sample: Sample) -> None:
    page = sample.page
    claiming = {
        site: [layout.layout for layout in layouts.articles if layout(page).read()]
        for site, layouts in SITES.items()
    }
    own = claiming.pop(sample.site)
    assert own[:1] == [sample.layout], "the newest layout that reads a page has it"
    assert not any(claiming.values()), claiming


@pytest.mark.parametrize("sample", LISTINGS, ids=str)
def test_a_listing_page_gives_the_cards_beside_it(sample: Sample) -> None:
    listing = SITES[sample.site].read_listing(sample.page)
    assert listing is not None
    wanted = {key: value for key, value in sample.wanted.items() if not key.startswith("_")}
    assert listing_facts(listing) == wanted
    assert listing.layout == sample.layout
    assert all(card.headline for card in listing.cards)


@pytest.mark.parametrize(("site", "page"), PAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_layout_has_a_sample_of_an_article_and_of_a_listing(site: str, page: type) -> None:
    is_listing = page in SITES[site].listings
    pages = LISTINGS if is_listing else ARTICLES
    layout = page.layout
    kind = "<name>.listing.html" if is_listing else "<name>.html"
    wanted = f"put a saved page and its .json into samples/{site}/{layout}/{kind}"
    assert [sample for sample in pages if (sample.site, sample.layout) == (site, layout)], wanted


def test_every_folder_of_samples_is_a_layouts() -> None:
    known = {(site, page.layout) for site, page in PAGES}
    assert {(sample.site, sample.layout) for sample in samples()} == known


def test_the_sample_sites_samples_are_what_it_makes(tmp_path: Path) -> None:
    strange = tmp_path / "kazinform/g3" / f"{GENERATED}-xx.html"
    kept = tmp_path / "kazinform/g3/saved.html"
    strange.parent.mkdir(parents=True)
    strange.touch()
    kept.touch()
    make(tmp_path)
    assert not strange.exists(), "what is made no more goes"
    assert kept.exists(), "a saved page is nobody's but its own"
    kept.unlink()
    committed = [*SAMPLES.glob(f"*/*/{GENERATED}*"), SAMPLES / "feed.jsonl"]
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path) for path in made} == {
        path.relative_to(SAMPLES) for path in committed
    }
    for path in committed:
        assert (tmp_path / path.relative_to(SAMPLES)).read_bytes() == path.read_bytes(), path.name
    assert {path.parent.name for path in committed} - {"samples"} == set(LAYOUTS)


def test_a_page_of_no_known_layout_gives_nothing() -> None:
    page = Page("<html><h1>Title</h1><p>Some text of a page.</p></html>", "https://x.example/")
    assert read_article(page) is None
    assert read_listing(page) is None
