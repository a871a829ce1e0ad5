"""A site's layouts: found in its package, probed newest first, then read by ``generic``."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.pages import Layouts, Page, discover
from tests.samples import site_layouts

URL = "https://news.example/story"
PROSE = (
    "<p>The council approved the plan for the new bridge, and work begins in spring.</p>"
    "<p>Engineers will test the ground beside the river before the first pillars are set.</p>"
    "<p>Residents asked for a separate path for cyclists, which the city now promises.</p>"
)
_LAYOUT = """
from datetime import date
from kazcrawl.pages import ArticlePage, ListingPage
{imports}
class {name}Article({base}):
    {since}
    TITLE = "h1.{name}"
    BODY = "div.body"

class {name}Listing(ListingPage):
    CARD = "li.{name}, li.any"
    LIST = "ul.{name}"
"""


def layout(name: str, since: str = "", base: str = "ArticlePage", imports: str = "") -> str:
    said = f"since = date({since})" if since else "DATE = None"
    return _LAYOUT.format(name=name, since=said, base=base, imports=imports)


class Shelf:
    """Packages of layouts that can be imported as long as the test goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, package: str, **modules: str) -> str:
        folder = self.folder / package
        folder.mkdir()
        for name, text in {"__init__": "", **modules}.items():
            (folder / f"{name}.py").write_text(text)
        return package


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield Shelf(tmp_path)
    for name in set(sys.modules) - before:
        if name.startswith("shelf"):
            del sys.modules[name]


@pytest.fixture
def layouts(shelf: Shelf) -> Layouts:
    package = shelf.put(
        "shelf_two", older=layout("a", "2020, 1, 1"), newer=layout("b", "2024, 1, 1")
    )
    return discover(package, missing="div.gone")


def article(name: str, also: str = "") -> Page:
    return Page(f"<h1 class={name}>Title</h1>{also}<div class=body>{PROSE}</div>", URL)


def test_layouts_are_found_by_looking_and_the_newest_comes_first(shelf: Shelf) -> None:
    modules = {
        "a": layout("a", "2020, 1, 1"),
        "b": layout("b", "2026, 1, 1"),
        "c": layout("c", "2023, 1, 1"),
    }
    package = shelf.put("shelf_three", **modules)
    layouts = discover(package)
    assert [page.layout for page in layouts.articles] == ["b", "c", "a"]
    assert [page.__name__ for page in layouts.listings] == ["bListing", "cListing", "aListing"]
    assert layouts.missing is None
    assert discover(sys.modules[package], missing="p").missing == "p"


def test_what_a_module_only_imports_is_not_its_layout(shelf: Shelf) -> None:
    heir = layout("b", "2024, 1, 1", "aArticle", "from shelf_heir.a import aArticle")
    layouts = discover(shelf.put("shelf_heir", a=layout("a", "2020, 1, 1"), b=heir))
    assert [page.__name__ for page in layouts.articles] == ["bArticle", "aArticle"]


@pytest.mark.parametrize("base", ["ArticlePage", "aArticle"])
def test_a_layout_that_does_not_say_since_when_it_is_valid_is_an_error(
    shelf: Shelf, base: str
) -> None:
    package = f"shelf_{base.lower()}"
    heir = layout("b", "", base, f"from {package}.a import aArticle")
    shelf.put(package, a=layout("a", "2020, 1, 1"), b=heir)
    with pytest.raises(
        TypeError, match=rf"^{package}\.b: no article layout here says since when the site has it$"
    ):
        discover(package)


def test_an_article_is_read_by_the_newest_layout_that_fits(layouts: Layouts) -> None:
    for name, wanted in (("a", "older"), ("b", "newer")):
        reading = layouts.read_article(article(name))
        assert reading is not None
        assert reading.layout == wanted
        assert reading.disagrees is False
    both = layouts.read_article(article("a", also="<h1 class=b>Newer</h1>"))
    assert both is not None
    assert both.headline == "Newer"


def test_a_layout_that_finds_half_of_an_article_disagrees(layouts: Layouts) -> None:
    html = f"<h1 class=a>Title</h1><div class=body><p>One line.</p></div><div>{PROSE}</div>"
    reading = layouts.read_article(Page(html, URL))
    assert reading is not None
    assert reading.layout == "older"
    assert reading.disagrees


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('BODY = "div.body"', "", "ownArticle says no BODY"),
        ('TITLE = "h1.own"', 'TITLE = "h1..own"', "ownArticle.TITLE is no CSS selector: 'h1..own'"),
        ('LIST = "ul.own"', 'LIST = "ul["', "ownListing.LIST is no CSS selector: 'ul['"),
        ('CARD = "li.own, li.any"', "", "ownListing says no CARD"),
    ],
)
def test_a_layout_with_a_mistake_is_named(shelf: Shelf, before: str, after: str, told: str) -> None:
    package = f"shelf_{abs(hash(told))}"
    shelf.put(package, own=layout("own", "2020, 1, 1").replace(before, after))
    with pytest.raises(TypeError) as raised:
        discover(package)
    assert str(raised.value) == f"{package}.own.{told}"


def test_an_article_of_no_layout_is_read_by_generic(layouts: Layouts) -> None:
    reading = layouts.read_article(Page(f"<h1>Bridge plan approved</h1><main>{PROSE}</main>", URL))
    assert reading is not None
    assert reading.layout == "generic"


@pytest.mark.parametrize(
    "page",
    [
        f"<div class=gone><h1>Bridge plan approved</h1>{PROSE}</div>",
        "<title>Just a moment...</title><h1>news.example</h1><p>Verifying you are human.</p>",
    ],
)
def test_what_says_that_nothing_is_there_or_refuses_is_no_article(
    layouts: Layouts, page: str
) -> None:
    assert layouts.read_article(Page(page, URL)) is None


def test_a_page_is_missing_only_on_a_site_that_has_such_pages(layouts: Layouts) -> None:
    page = Page("<div class=gone><h1>404</h1></div>", URL)
    assert layouts.is_missing(page)
    assert not layouts.is_missing(article("a"))
    assert not Layouts((), ()).is_missing(page)


def test_a_listing_is_read_by_the_newest_layout_with_a_card(layouts: Layouts) -> None:
    def read(name: str) -> str | None:
        html = f"<ul><li class={name}><a href='/x'>X</a></li></ul>"
        listing = layouts.read_listing(Page(html, URL))
        return listing.layout if listing else None

    assert [read(name) for name in ("a", "b", "any", "none")] == ["older", "newer", "newer", None]


def test_an_empty_list_of_any_layout_is_an_empty_listing(layouts: Layouts) -> None:
    assert layouts.is_empty_listing(Page("<ul class=a></ul>", URL))
    assert layouts.is_empty_listing(Page("<ul class=b></ul>", URL))
    assert not layouts.is_empty_listing(Page("<ul class=c></ul>", URL))


def test_the_layouts_of_the_sites() -> None:
    known = {"kazinform": ["g3", "g2", "g15", "g1"], "wordpress": ["jannah", "sahifa"]}
    for site, layouts in site_layouts().items():
        articles = [page.layout for page in layouts.articles]
        assert [layout for layout in articles if layout in known[site]] == known[site]
        assert [page.layout for page in layouts.listings] == articles
