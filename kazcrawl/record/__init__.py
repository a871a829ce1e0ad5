"""The article that the crawl makes, and the record that feeds publish of it."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import orjson

from kazcrawl.record.shape import SCHEMA_VERSION, Dateline, Image, Record
from kazcrawl.record.types import list_keys

__all__ = [
    "FIELDS", "LISTS", "SCHEMA_VERSION", "Article", "Dateline", "Image", "Record", "completed",
    "content_hash", "digest", "id_of", "line", "record", "without_text",
]  # fmt: skip


@dataclass(slots=True)
class Article:
    """One version of one article, while the crawl fills it in.

    The fields are those of ``Record``; dates are text as the feed prints them.
    """

    url: str
    source: str
    edition: str
    id: str = ""
    in_language: str | None = None
    headline: str | None = None
    description: str | None = None
    article_body: str | None = None
    article_section: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    image: list[Image] = field(default_factory=list)
    dateline: Dateline | None = None
    date_published: str | None = None
    date_modified: str | None = None
    date_published_local: str | None = None
    date_published_raw: str | None = None
    revision: int | None = None
    content_hash: str | None = None
    status: str = "usable"
    layout: str | None = None
    fetched_at: str | None = None
    crawl_id: str | None = None


LISTS = list_keys()
"""The fields that are lists: empty where there is nothing, never null."""

FIELDS = tuple(Record.__annotations__)
"""The record's keys in the order in which every feed line prints them."""


def record(article: Article) -> dict[str, Any]:
    """The feed's record of an article: every key, always, in the feed's order."""
    return {name: getattr(article, name) for name in FIELDS}


def completed(row: dict[str, Any]) -> dict[str, Any]:
    """A record of an older version with every key of this one, in its order."""
    return {name: row.get(name, [] if name in LISTS else None) for name in FIELDS}


_NO_TEXT: dict[str, Any] = {
    **dict.fromkeys(("headline", "description", "article_body", "dateline", "content_hash")),
    **{name: [] for name in ("article_section", "keywords", "author", "image")},
    "status": "gone",
}


def without_text(row: dict[str, Any]) -> dict[str, Any]:
    """What is left of a record whose article was taken down: that there was one, not what it
    said."""
    return row | _NO_TEXT


def line(record: dict[str, Any]) -> bytes:
    """A record as one feed line: UTF-8 JSON, ended by a newline.

    A lone surrogate cannot be written in UTF-8; readers would reject the whole file.
    """
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return orjson.dumps(_encodable(record), option=orjson.OPT_APPEND_NEWLINE)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    return value


def digest(text: str) -> str:
    """The first 32 hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def id_of(url: str) -> str:
    """The ``id`` of the article whose canonical address is ``url``."""
    return digest(url)


def content_hash(headline: str | None, description: str | None, body: str | None) -> str:
    """What decides whether an article changed: 32 hex digits of SHA-256 of what people read.

    The three texts are hashed as one JSON array, so that no two ways of splitting the same
    words between headline and body look alike.
    """
    texts = line({"": [headline, description, body]})
    return hashlib.sha256(texts).hexdigest()[:32]
