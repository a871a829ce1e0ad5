"""The layouts of one site: found in its package, probed newest first, then ``generic``."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from kazcrawl.pages.agreement import finds_too_little
from kazcrawl.pages.article import ArticlePage, Reading
from kazcrawl.pages.generic import read_generic
from kazcrawl.pages.listing import Listing, ListingPage
from kazcrawl.pages.page import Page
from kazcrawl.pages.refusal import is_notice, is_refusal

_PageType = TypeVar("_PageType", ArticlePage, ListingPage)
_NOTHING = LexborHTMLParser("")


@dataclass(frozen=True)
class Layouts:
    """A site's layouts, newest first: pages are probed, for old layouts come back from caches.

    ``missing`` is the selector of what a page shows that answers 200 and yet says that there is
    nothing at its address (a soft 404); None for a site that has no such page.
    """

    articles: tuple[type[ArticlePage], ...]
    listings: tuple[type[ListingPage], ...]
    missing: str | None = None

    def read_article(self, page: Page) -> Reading | None:
        """The article of a page by the newest layout that finds a title and a body, or None.

        A page that fits none of them is read by ``generic``, if it shows an article at all.
        """
        for layout in self.articles:
            article_page = layout(page)
            if reading := article_page.read():
                reading.disagrees = finds_too_little(article_page, reading)
                return reading
        if self.is_missing(page) or is_refusal(page) or is_notice(page):
            return None
        return read_generic(page, is_listing=self.read_listing(page) is not None)

    def read_listing(self, page: Page) -> Listing | None:
        """The listing of a page by the newest layout that finds a card, or None."""
        for layout in self.listings:
            if listing := layout(page).read():
                return listing
        return None

    def is_empty_listing(self, page: Page) -> bool:
        """Whether the page is a listing of one of the layouts with nothing in it."""
        return any(layout(page).is_empty() for layout in self.listings)

    def is_missing(self, page: Page) -> bool:
        """Whether the page says that there is nothing at its address."""
        return page.first(self.missing) is not None


def discover(package: ModuleType | str, missing: str | None = None) -> Layouts:
    """The layouts of a package: every article and listing class that its modules define.

    A module is one layout and one of its article classes says since when the site has it
    (``since``): the newest comes first. TypeError for a module that does not say so, and for a
    selector that cannot be read.
    """
    if isinstance(package, str):
        package = import_module(package)
    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for found in iter_modules(package.__path__)
    ]
    modules.sort(key=lambda module: (_since(module), module.__name__), reverse=True)
    return Layouts(
        articles=tuple(page for module in modules for page in _defined(module, ArticlePage)),
        listings=tuple(page for module in modules for page in _defined(module, ListingPage)),
        missing=missing,
    )


def _since(module: ModuleType) -> date:
    for page in _defined(module, ArticlePage):
        # What a redesign inherits from the layout before it is not its own date.
        if isinstance(since := vars(page).get("since"), date):
            return since
    raise TypeError(f"{module.__name__}: no article layout here says since when the site has it")


def _defined(module: ModuleType, base: type[_PageType]) -> list[type[_PageType]]:
    """The subclasses of ``base`` that stand in the module itself, in its order."""
    pages = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, base)
        and value.__module__ == module.__name__
    ]
    for page in pages:
        _check(page)
    return pages


def _check(page: type[ArticlePage] | type[ListingPage]) -> None:
    """TypeError for a layout without what it cannot do without, or with a selector that is none."""
    name = f"{page.__module__}.{page.__name__}"
    for needed in ("TITLE", "BODY") if issubclass(page, ArticlePage) else ("CARD",):
        if not hasattr(page, needed):
            raise TypeError(f"{name} says no {needed}")
    for selector in (attribute for attribute in dir(page) if attribute.isupper()):
        try:
            if selector != "AUTHOR_META":
                _NOTHING.css(getattr(page, selector) or "p")
        except (SelectolaxError, TypeError):
            raise TypeError(
                f"{name}.{selector} is no CSS selector: {getattr(page, selector)!r}"
            ) from None
