"""A page: HTML parsed once, and what it says of itself for machines."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kazcrawl.pages.bounds import bounded
from kazcrawl.pages.text import text_of
from kazcrawl.text import tidy, tidy_or_none

LONGEST_FIELD = 20_000
"""Characters of a title, date or other field that are looked at; bodies are read elsewhere."""


class Page:
    """One HTML page and its address. ``url`` resolves the page's relative links.

    ``html`` is what of the page is read: all of it, unless it is hostile (``bounds``).
    """

    def __init__(self, html: str, url: str) -> None:
        self.html = bounded(html)
        self.url = url
        self.tree = LexborHTMLParser(self.html)

    def first(self, selector: str | None) -> LexborNode | None:
        """The first element that ``selector`` finds; None for no selector."""
        return self.tree.css_first(selector) if selector else None

    def all(self, selector: str | None) -> list[LexborNode]:
        """Every element that ``selector`` finds, in the page's order."""
        return self.tree.css(selector) if selector else []

    def text(self, selector: str | None) -> str | None:
        """The tidy text of the first element that ``selector`` finds, or None."""
        node = self.first(selector)
        return tidy_or_none(text_of(node)[:LONGEST_FIELD]) if node else None

    def texts(self, selector: str | None) -> list[str]:
        """The tidy texts of all elements that ``selector`` finds, empty ones left out."""
        found = (tidy_or_none(text_of(node)[:LONGEST_FIELD]) for node in self.all(selector))
        return [text for text in found if text]

    def link(self, href: str | None) -> str | None:
        """An absolute address from an attribute of this page, or None."""
        if not href or href.strip() in ("", "#", "None"):
            return None
        try:
            return urljoin(self.url, href.strip())
        except ValueError:
            return None

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """``<meta>`` contents by ``name`` or ``property`` in lower case, in the page's order.

        The agency writes ``article:published_time`` now as one, now as the other.
        """
        found: dict[str, list[str]] = {}
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            content = tidy_or_none(attributes.get("content"))
            if content is None:
                continue
            keys = {attributes.get("name"), attributes.get("property"), attributes.get("itemprop")}
            for key in keys - {None}:
                found.setdefault(str(key).strip().lower(), []).append(content)
        return found

    def meta(self, *keys: str) -> str | None:
        """The first content found under any of ``keys``, in their order."""
        for key in keys:
            if values := self.metas.get(key):
                return values[0]
        return None

    @cached_property
    def canonical_link(self) -> str | None:
        """What the page claims to be its canonical address; not yet believed."""
        node = self.first('link[rel="canonical"]')
        return self.link(node.attributes.get("href")) if node else self.link(self.meta("og:url"))

    @cached_property
    def language(self) -> str | None:
        """The ``lang`` of the page as it stands there."""
        node = self.first("html[lang]")
        return tidy_or_none(node.attributes.get("lang")) if node else None

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every object of the page's JSON-LD, graphs opened; what is not JSON is passed over."""
        found: list[dict[str, Any]] = []
        for node in self.tree.css('script[type="application/ld+json"]'):
            try:
                data = orjson.loads(node.text())
            except (orjson.JSONDecodeError, RecursionError):
                continue
            found.extend(_objects(data))
        return found

    @cached_property
    def news_article(self) -> dict[str, Any]:
        """The JSON-LD object that describes the page's article, or an empty one."""
        for entry in self.json_ld:
            kinds = entry.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and kind.endswith(("Article", "Posting", "Report")):
                    return entry
        return {}


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for entry in data:
            yield from _objects(entry)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))


def names(value: object) -> list[str]:
    """The names in a JSON-LD value: a text, a thing with a ``name``, or a list of either."""
    if isinstance(value, list):
        return [name for entry in value for name in names(entry)]
    if isinstance(value, dict):
        return names(value.get("name"))
    text = tidy_or_none(value) if isinstance(value, str) else None
    return [text] if text else []


def unique(values: list[str]) -> list[str]:
    """``values`` without repetitions, in their order."""
    return list(dict.fromkeys(value for value in values if tidy(value)))
