"""An article page of unknown layout: metadata and text density instead of selectors."""

from kazcrawl.pages.article import Reading
from kazcrawl.pages.page import Page

LAYOUT = "generic"
"""The name of this way of reading in records."""


def read_generic(page: Page, *, is_listing: bool = False) -> Reading | None:
    """The article on a page, or None if it shows no text that could be one.

    ``is_listing``: the page has cards of a known listing; then only metadata that claim an
    article make it one. Never raises on a page.
    """
    # Loaded where such a page is met: most runs meet none.
    from kazcrawl.pages.generic.reader import read

    return read(page, is_listing=is_listing)
