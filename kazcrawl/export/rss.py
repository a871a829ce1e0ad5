"""RSS 2.0: a file a day."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from kazcrawl.export import elements
from kazcrawl.export.addresses import mime_type, uri
from kazcrawl.export.elements import ATOM, CONTENT, CREATOR, element
from kazcrawl.export.jsonfeed import title
from kazcrawl.export.page import Format, Page
from kazcrawl.sites.registry import sites

_NAMES = {"atom": ATOM, "content": CONTENT, "dc": CREATOR}


def _write(path: Path, records: Iterable[dict[str, Any]], page: Page) -> None:
    with (
        etree.xmlfile(str(path), encoding="utf-8") as file,
        file.element("rss", {"version": "2.0"}, nsmap=_NAMES),
        file.element("channel"),
    ):
        for part in _head(page):
            file.write(part)
        for record in records:
            file.write(item(record))


def _head(page: Page) -> list[Any]:
    root = etree.Element("channel", nsmap=_NAMES)
    element(root, "title", title(page))
    element(root, "link", _home(page.source))
    element(root, "description", title(page))
    element(root, f"{{{ATOM}}}link", rel="self", href=uri(page.url), type="application/rss+xml")
    if page.older:
        element(root, f"{{{ATOM}}}link", rel="prev-archive", href=uri(page.older))
    return list(root)


def _home(source: str) -> str:
    """Where the source's news come from: its first edition's host, if it has any of its own."""
    site = sites().get(source)
    hosts = [edition.host for edition in site.editions.values()] if site else []
    return f"https://{hosts[0]}/" if hosts else "https://github.com/kazcrawl/kazcrawl"


def item(record: dict[str, Any]) -> Any:
    """A record as an item: the lead is its description, the text its content."""
    own = etree.Element("item", nsmap=_NAMES)
    element(own, "title", record["headline"] or "")
    element(own, "link", uri(record["url"]))
    element(own, "guid", record["id"], isPermaLink="false")
    if record["date_published"]:
        element(own, "pubDate", elements.rfc_822(record["date_published"]))
    for name in record["author"]:
        element(own, f"{{{CREATOR}}}creator", name)
    for term in elements.topics(record):
        element(own, "category", term)
    if record["in_language"]:
        element(own, f"{{{CREATOR}}}language", record["in_language"])
    for image in record["image"][:1]:
        address = uri(image["url"])
        # Its length is not known; readers take 0 for that.
        element(own, "enclosure", url=address, type=mime_type(address), length="0")
    if record["description"]:
        element(own, "description", record["description"])
    element(own, f"{{{CONTENT}}}encoded", elements.html(record["article_body"]))
    return own


FORMAT = Format(".rss", _write, newest_only=True)
