"""Whose layouts a page may have."""

from kazcrawl.pages.layouts import Layouts
from kazcrawl.sites.kazinform.addresses import edition_of
from kazcrawl.sites.kazinform.layouts import LAYOUTS as AGENCY
from kazcrawl.sites.wordpress.layouts import LAYOUTS as WORDPRESS


def layouts_of(url: str) -> Layouts:
    """The layouts for which the page at ``url`` is probed: those of its own site only."""
    return AGENCY if edition_of(url) else WORDPRESS
