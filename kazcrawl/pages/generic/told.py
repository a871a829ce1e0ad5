"""The article of a page that shows none before its scripts have run: as its JSON tells it."""

import re
from collections.abc import Iterable
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages import jsonld
from kazcrawl.pages.article import Reading
from kazcrawl.pages.bounds import bounded
from kazcrawl.pages.generic.blocks import flat, size_of
from kazcrawl.pages.generic.claimed import claimed
from kazcrawl.pages.generic.title_parts import beginnings
from kazcrawl.pages.page import Page
from kazcrawl.pages.text import lines
from kazcrawl.record import Image
from kazcrawl.text import tidy

# Latin letters' worth of a text that is told, and characters of one that a page shows itself.
_LEAST, _SHOWN = 400, 300
_SCRIPTS = "script[type='application/json'], script#__NEXT_DATA__"
# Scripts of a page, characters of one, and values in it that are looked at.
_MOST_SCRIPTS, _LONGEST, _MOST_VALUES = 5, 3_000_000, 20_000
# How deep a text lies in what has the article's title.
_DEEP = 4
_LEAST_TITLE = 15
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|blockquote)\b", re.IGNORECASE)
# An entry with one of these is another article, no piece of a text.
_ELSEWHERE = frozenset("url slug href link headline title path permalink".split())


def told(page: Page) -> Reading | None:
    """The article of a page's JSON-LD, or of the data for its scripts that have its title."""
    metadata = page.metadata
    parts = [part for title in metadata.titles for part in beginnings(title)]
    titles = {flat(part): part for part in parts if len(part) >= _LEAST_TITLE}
    if not (metadata.is_article and titles) or _shows_text(page):
        return None
    headline = jsonld.text_of(metadata.article.get("headline")) or next(iter(titles.values()))
    said = metadata.article.get("articleBody")
    text = _lines([said]) if isinstance(said, str) else []
    if sum(map(size_of, text)) < _LEAST:
        headline, text = _of_scripts(page, titles) or (headline, [])
    if sum(map(size_of, text)) < _LEAST:
        return None
    reading = claimed(metadata, headline, text)
    reading.images = [Image(url=url, caption=None, credit=None) for url in metadata.images[:1]]
    return reading


def _shows_text(page: Page) -> bool:
    """Whether a page has paragraphs of its own: then what it shows decides."""
    size = 0
    for paragraph in page.all("p"):
        size += len(paragraph.text())
        if size > _SHOWN:
            return True
    return False


def _of_scripts(page: Page, titles: dict[str, str]) -> tuple[str, list[str]] | None:
    """The title and text of the object in a page's data that has one of its titles."""
    for script in page.all(_SCRIPTS)[:_MOST_SCRIPTS]:
        text = script.text()
        try:
            data = orjson.loads(text) if len(text) <= _LONGEST else None
        except orjson.JSONDecodeError:
            continue
        for entry in _objects(data):
            own = next((titles[key] for key in _keys(entry) if key in titles), None)
            if own and (found := _lines(_texts(entry, _DEEP))):
                return own, found
    return None


def _objects(data: Any) -> Iterable[dict[str, Any]]:
    """The objects of data, the outermost first."""
    queue, met = [data], 0
    while queue and met < _MOST_VALUES:
        batch, queue = queue, []
        for value in batch:
            met += 1
            if isinstance(value, dict):
                yield value
                queue += [inner for inner in value.values() if isinstance(inner, dict | list)]
            elif isinstance(value, list):
                queue += [inner for inner in value if isinstance(inner, dict | list)]


def _keys(entry: dict[str, Any]) -> list[str]:
    """The short texts of an object, by their letters."""
    short = (value for value in entry.values() if isinstance(value, str) and len(value) < 500)
    return [flat(value) for value in short if len(value) >= _LEAST_TITLE]


def _texts(value: Any, deep: int) -> list[str]:
    """The longest text in a value: a string, or the pieces of a list that lead nowhere."""
    if isinstance(value, str):
        return [value]
    if not deep or not value:
        return []
    if isinstance(value, list):
        pieces = [piece for piece in value if not _leads_away(piece)]
        return [text for piece in pieces[:_MOST_VALUES] for text in _texts(piece, deep - 1)]
    if isinstance(value, dict):
        inner = (_texts(entry, deep - 1) for entry in value.values())
        return max(inner, key=lambda texts: sum(map(len, texts)), default=[])
    return []


def _leads_away(piece: Any) -> bool:
    return isinstance(piece, dict) and not _ELSEWHERE.isdisjoint(piece)


def _lines(texts: list[str]) -> list[str]:
    """Texts as lines, with markup or without."""
    found: list[str] = []
    for text in texts:
        root = LexborHTMLParser(bounded(text)).body if _MARKUP.search(text) else None
        parts = text.splitlines() if root is None else lines(root)
        found += [line for part in parts if (line := tidy(jsonld.clean(part)))]
    return found
