"""RSS and sitemaps as listings: an item is a card, whatever shape its XML is in."""

import re

from lxml import etree

from kazcrawl.pages.listing import Card, Listing
from kazcrawl.text import tidy_or_none

# Bytes; 200 items with their descriptions are 200 KB.
_LARGEST = 8_000_000
_NOT_XML = re.compile(rb"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)


def read_syndication(body: bytes) -> Listing | None:
    """The items of an RSS, Atom or sitemap document in its order, None for anything else.

    Entities of the document's own are not expanded and nothing outside is read, so no document
    can grow. A malformed one gives the items up to the fault and behind it, and says so.
    """
    body = body[:_LARGEST].strip()
    if not body or _NOT_XML.search(body[:2000]):
        return None
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    kind = etree.QName(root).localname.lower() if isinstance(root.tag, str) else ""
    item = {"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url"}.get(kind)
    if item is None:
        return None
    cards = [card for node in root.iter("{*}" + item) if (card := _card(node))]
    mended = any(one.level >= etree.ErrorLevels.ERROR for one in parser.error_log)
    return Listing(layout=kind, cards=cards, whole=not mended)


def _card(node: etree._Element) -> Card | None:
    """An item as a card; its printed date is the moment of publication, not of a change."""
    texts: dict[str, str] = {}
    for child in node.iter(etree.Element):
        name = etree.QName(child).localname.lower()
        value = tidy_or_none(child.text or (child.get("href") if name == "link" else None))
        if value is not None:
            texts.setdefault(name, value)
    url = texts.get("link") or texts.get("loc") or texts.get("guid")
    if url is None or not url.startswith(("http://", "https://")):
        return None
    dates = ("pubdate", "publication_date", "published", "date")
    return Card(
        url=url,
        headline=texts.get("title"),
        date_raw=next((texts[name] for name in dates if name in texts), None),
        modified_raw=texts.get("lastmod") or texts.get("updated"),
    )
