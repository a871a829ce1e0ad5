"""The templates of the sample site, one file a layout, named as the layout that it imitates."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from kazcrawl.pages.article import ArticlePage
from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sample_site.layouts.parts import View
from kazcrawl.sites.kazinform.layouts import LAYOUTS as AGENCY_LAYOUTS


class Template(Protocol):
    """What a template's file offers.

    ``PAGE`` is the layout that it imitates, ``CARDS`` how many a listing page has, ``NOW`` a
    moment at which the site had the layout, and ``RICHEST`` the number of an article of a site
    of that moment whose page carries most: figure, quotation, related links, chrome.
    """

    PAGE: type[ArticlePage]
    CARDS: int
    NOW: str
    RICHEST: int

    def printed(self, article: SampleArticle) -> str:
        """The date as an article's page prints it."""

    def article(self, article: SampleArticle) -> str:
        """An article's page."""

    def listing(self, view: View) -> str:
        """A listing page."""


def _templates() -> dict[str, Template]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    templates = [cast(Template, module) for module in modules if hasattr(module, "PAGE")]
    templates.sort(key=lambda template: template.PAGE.since, reverse=True)
    return {template.PAGE.layout: template for template in templates}


LAYOUTS: dict[str, Template] = _templates()
"""Every template by its layout's name, newest first."""

AGENCY: tuple[str, ...] = tuple(
    name for name, template in LAYOUTS.items() if template.PAGE in AGENCY_LAYOUTS.articles
)
"""The agency's own, newest first."""

REPUBLISHER: str = next(name for name in LAYOUTS if name not in AGENCY)
"""The theme of the sites that republish the agency."""
