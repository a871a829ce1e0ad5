"""The agency's search; the form of its JSON is known only in outline."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson

from kazcrawl.pages.links import joined
from kazcrawl.pages.listing import Card, Listing
from kazcrawl.sites.edition import Edition
from kazcrawl.text import tidy_or_none

_ENDPOINT, _PER_PAGE = "https://search.inform.kz/search", 50
# The word by which the endpoint is thought to call a language, where it is not our code; a
# wrong one costs one request, and then the search page itself is opened.
_WORDS = {"kk": "kz"}
_LINKS, _SLUG = ("url", "link", "href"), "slug"
_TITLES = ("title", "headline", "name")
_DATES = ("date", "published_at", "published", "date_published", "created_at", "time")
# A list that holds nothing says that nothing was found, if it is a list of what is found.
_LISTS = frozenset(
    ("items", "results", "result", "rows", "data", "hits", "articles", "news", "list", "docs")
)


class AgencySearch:
    """The agency's search: a JSON endpoint, and a page that is a shell without its scripts."""

    card = ".searchCard"

    def page(self, edition: Edition, words: str) -> str:
        return f"{edition.root}/search_results/?q={words}&page={{page}}"

    def endpoint(self, edition: Edition, words: str) -> str:
        word = _WORDS.get(edition.code, edition.code)
        return f"{_ENDPOINT}/{word}?q={words}&per_page={_PER_PAGE}&page={{page}}"

    def read(self, text: str, url: str, edition: Edition) -> Listing | None:
        return read_search(text, url, edition.root + edition.article)


def read_search(text: str, url: str, article: str) -> Listing | None:
    """What a search found, or None when ``text`` is no answer of a search.

    An answer is a JSON object that holds, at its top two levels, a list of objects with a
    title and an address or a slug. ``url`` is where it came from; ``article`` the address of an
    article with ``{slug}`` in it.
    """
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(data, dict):
        return None
    empty = False
    for name, rows in _lists(data):
        cards = [card for row in rows if (card := _card(row, url, article))]
        if cards:
            return Listing("search", cards)
        empty = empty or (not rows and name in _LISTS)
    return Listing("search") if empty else None


def _lists(data: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in data.items():
        if isinstance(value, list):
            yield name, value
        elif isinstance(value, dict):
            for inner, below in value.items():
                if isinstance(below, list):
                    yield inner, below


def _card(row: object, url: str, article: str) -> Card | None:
    if not isinstance(row, dict):
        return None
    title = _first(row, _TITLES)
    address = _first(row, _LINKS)
    if title is None:
        return None
    if address is None:
        slug = _first(row, (_SLUG,))
        if slug is None:
            return None
        address = article.format(slug=quote(slug.strip("/")))
    own = joined(url, address)
    return Card(own, title, _first(row, _DATES)) if own else None


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first text under one of ``names``, without the marks that a search puts into it."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and (text := _plain(value)):
            return text
    return None


def _plain(text: str) -> str | None:
    return tidy_or_none(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text)))
