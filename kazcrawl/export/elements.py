"""What Atom and RSS share: elements made whole by lxml, and texts that XML can hold."""

import re
from collections.abc import Iterable
from email.utils import format_datetime
from typing import Any

from lxml import etree

from kazcrawl import clock

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"

# What no XML document may hold, however it is written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """A text without the characters that XML has no place for."""
    return _NOT_XML.sub("", value)


def element(parent: Any, name: str, value: str | None = None, **attributes: str) -> Any:
    """A new last child of an element, with a text and attributes."""
    made = etree.SubElement(parent, name)
    made.text = None if value is None else text(value)
    for key, told in attributes.items():
        made.set(key, text(told))
    return made


def html(body: str | None) -> str:
    """A body's paragraphs as HTML, made by the library, so that every character is escaped."""
    root = etree.Element("div")
    for paragraph in (body or "").split("\n\n"):
        made = element(root, "p")
        first, *lines = paragraph.split("\n")
        made.text = text(first)
        for line in lines:
            element(made, "br").tail = text(line)
    return "".join(etree.tostring(made, encoding="unicode", method="html") for made in root)


def moment_of(record: dict[str, Any]) -> str:
    """When a record was last changed, as far as is known."""
    known: str = record["date_modified"] or record["date_published"] or record["fetched_at"]
    return known


def rfc_822(moment: str) -> str:
    """A moment as RSS prints it."""
    return format_datetime(clock.parse(moment))


def topics(record: dict[str, Any]) -> Iterable[str]:
    """Sections, then keywords."""
    return [*record["article_section"], *record["keywords"]]
