"""A page: HTML parsed once, and what it says of itself for machines."""

from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kazcrawl.pages.bounds import bounded
from kazcrawl.pages.metadata import Metadata
from kazcrawl.pages.protected import with_addresses
from kazcrawl.pages.text import text_of
from kazcrawl.text import tidy, tidy_or_none

LONGEST_FIELD = 20_000
"""Characters of a title, date or other field that are looked at; bodies are read elsewhere."""


class Page:
    """One HTML page and its address. ``url`` resolves the page's relative links.

    ``html`` is what of the page is read: all of it, unless it is hostile (``bounds``).
    """

    def __init__(self, html: str, url: str) -> None:
        self.html = with_addresses(bounded(html))
        self.url = url
        self.tree = LexborHTMLParser(self.html)
        # A layout asks for its title more than once.
        self._texts: dict[str | None, str | None] = {}

    def first(self, selector: str | None) -> LexborNode | None:
        """The first element that ``selector`` finds; None for no selector."""
        return self.tree.css_first(selector) if selector else None

    def all(self, selector: str | None) -> list[LexborNode]:
        """Every element that ``selector`` finds, in the page's order."""
        return self.tree.css(selector) if selector else []

    def text(self, selector: str | None) -> str | None:
        """The tidy text of the first element that ``selector`` finds, or None."""
        if selector not in self._texts:
            node = self.first(selector)
            self._texts[selector] = tidy_or_none(text_of(node)[:LONGEST_FIELD]) if node else None
        return self._texts[selector]

    def texts(self, selector: str | None) -> list[str]:
        """The tidy texts of all elements that ``selector`` finds, empty ones left out."""
        found = (tidy_or_none(text_of(node)[:LONGEST_FIELD]) for node in self.all(selector))
        return [text for text in found if text]

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says of itself for machines."""
        return Metadata(self.tree, self.url)

    def link(self, href: str | None) -> str | None:
        """An absolute address from an attribute of this page, or None."""
        return self.metadata.link(href)

    @property
    def metas(self) -> dict[str, list[str]]:
        """``<meta>`` contents by ``name`` or ``property`` in lower case, in the page's order."""
        return self.metadata.metas

    def meta(self, *keys: str) -> str | None:
        """The first content found under any of ``keys``, in their order."""
        return self.metadata.meta(*keys)

    @property
    def canonical_link(self) -> str | None:
        """What the page claims to be its canonical address; not yet believed."""
        return self.metadata.canonical

    @property
    def language(self) -> str | None:
        """The language that the page claims."""
        return self.metadata.language

    @property
    def news_article(self) -> dict[str, Any]:
        """The JSON-LD object that describes the page's article, or an empty one."""
        return self.metadata.article


def unique(values: list[str]) -> list[str]:
    """``values`` without repetitions, in their order."""
    return list(dict.fromkeys(value for value in values if tidy(value)))
