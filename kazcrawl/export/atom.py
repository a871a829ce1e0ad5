"""Atom: a file a day, each leading to the day before it."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from lxml import etree

from kazcrawl.export import elements
from kazcrawl.export.addresses import mime_type, uri
from kazcrawl.export.elements import ATOM, XML, element
from kazcrawl.export.jsonfeed import title
from kazcrawl.export.page import Format, Page

# An element has to be there even where nothing is known.
_EPOCH = "1970-01-01"


def _write(path: Path, records: Iterable[dict[str, Any]], page: Page) -> None:
    with path.open("wb") as file:
        write_atom(file, records, page)


def write_atom(target: IO[bytes], records: Iterable[dict[str, Any]], page: Page) -> None:
    """Writes a feed of records to a file that is open."""
    with (
        etree.xmlfile(target, encoding="utf-8") as file,
        file.element(f"{{{ATOM}}}feed", nsmap={None: ATOM}),
    ):
        for part in _head(page):
            file.write(part)
        for record in records:
            file.write(entry(record))


def _head(page: Page) -> list[Any]:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    element(root, f"{{{ATOM}}}id", f"urn:kazcrawl:{page.source}:{page.day or 'newest'}")
    element(root, f"{{{ATOM}}}title", title(page))
    element(root, f"{{{ATOM}}}updated", page.updated or f"{page.day or _EPOCH}T00:00:00Z")
    element(root, f"{{{ATOM}}}link", rel="self", href=uri(page.url))
    if page.older:
        element(root, f"{{{ATOM}}}link", rel="prev-archive", href=uri(page.older))
    return list(root)


def entry(record: dict[str, Any]) -> Any:
    """A record as an entry."""
    own = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})
    if record["in_language"]:
        own.set(f"{{{XML}}}lang", record["in_language"])
    element(own, f"{{{ATOM}}}id", uri(record["url"]))
    element(own, f"{{{ATOM}}}title", record["headline"] or "")
    element(own, f"{{{ATOM}}}updated", elements.moment_of(record))
    if record["date_published"]:
        element(own, f"{{{ATOM}}}published", record["date_published"])
    for name in record["author"] or [record["source"]]:
        element(element(own, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", name)
    for term in elements.topics(record):
        element(own, f"{{{ATOM}}}category", term=term)
    element(own, f"{{{ATOM}}}link", rel="alternate", href=uri(record["url"]))
    for image in record["image"]:
        address = uri(image["url"])
        element(own, f"{{{ATOM}}}link", rel="enclosure", href=address, type=mime_type(address))
    if record["description"]:
        element(own, f"{{{ATOM}}}summary", record["description"])
    element(own, f"{{{ATOM}}}content", elements.html(record["article_body"]), type="html")
    return own


FORMAT = Format(".atom", _write, newest_only=True)
