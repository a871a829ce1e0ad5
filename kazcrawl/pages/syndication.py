"""Feeds for machines as listings: an item is a card, whatever shape it comes in."""

import re
import zlib
from typing import Any

import orjson

from kazcrawl.pages.decoding import decode
from kazcrawl.pages.feed_xml import read_xml
from kazcrawl.pages.links import web_address
from kazcrawl.pages.listing import Card, Listing
from kazcrawl.text import tidy_or_none

# Bytes, unpacked; 200 items with their descriptions are 200 KB.
_LARGEST = 8_000_000
_GZIP_MAGIC = b"\x1f\x8b"
_LINE = re.compile(r"https?://\S+", re.IGNORECASE)


def read_syndication(body: bytes, url: str = "", content_type: str | None = None) -> Listing | None:
    """The items of a feed for machines in its order, None for anything else.

    RSS, Atom, JSON Feed, sitemaps in XML or as text, and of a sitemap index its ``parts``, any
    of them gzipped. ``url`` is what relative addresses are joined to. Nothing outside is read
    and nothing is expanded, so no document can grow. A malformed one gives the items up to the
    fault and behind it, and says so.
    """
    body, is_cut = _unpacked(body)
    text = decode(body, content_type).removeprefix("\ufeff").strip()
    if text.startswith("{"):
        listing = _read_json(text, url)
    else:
        listing = read_xml(text, url) or _read_lines(text)
    if listing is not None and is_cut:
        listing.whole = False
    return listing


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """The bytes of a document, unpacked if need be, and whether some of them are lacking.

    What is packed already some servers pack once more.
    """
    is_cut = False
    for _ in range(2):
        if body.startswith(_GZIP_MAGIC):
            body, is_torn = _gunzipped(body)
            is_cut = is_cut or is_torn
    return body[:_LARGEST], is_cut or len(body) > _LARGEST


def _gunzipped(body: bytes) -> tuple[bytes, bool]:
    """The members of a gzip file, so far as they go, and whether they were more."""
    unpacked = b""
    try:
        while body.startswith(_GZIP_MAGIC) and len(unpacked) < _LARGEST:
            stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
            unpacked += stream.decompress(body, _LARGEST - len(unpacked))
            if not stream.eof:
                return unpacked, True
            body = stream.unused_data
    except zlib.error:
        return unpacked, True
    return unpacked, body.startswith(_GZIP_MAGIC)


def _read_json(text: str, url: str) -> Listing | None:
    """A JSON Feed (https://jsonfeed.org/version/1.1)."""
    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    items = feed.get("items")
    if "jsonfeed.org" not in str(feed.get("version")) or not isinstance(items, list):
        return None
    base = web_address(_string(feed, "home_page_url"), url) or url
    cards = [card for item in items if isinstance(item, dict) and (card := _card(item, base))]
    return Listing(layout="json", cards=cards)


def _card(item: dict[str, Any], base: str) -> Card | None:
    link = web_address(_string(item, "url"), base) or web_address(_string(item, "id"), "")
    if link is None:
        return None
    return Card(
        url=link,
        headline=tidy_or_none(_string(item, "title") or ""),
        date_raw=_string(item, "date_published"),
        modified_raw=_string(item, "date_modified"),
    )


def _string(values: dict[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def _read_lines(text: str) -> Listing | None:
    """A sitemap as text: an address a line, and nothing else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(_LINE.fullmatch(line) for line in lines):
        return None
    links = (web_address(line, "") for line in lines)
    return Listing(layout="text", cards=[Card(link, None, None) for link in links if link])
