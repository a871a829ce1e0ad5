"""The pictures of a page of unknown layout, with their captions and credits."""

import re
from itertools import islice

from lxml.html import HtmlElement

from kazcrawl.pages.chrome import names_credit
from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.tree import line_of_element
from kazcrawl.pages.metadata import Metadata
from kazcrawl.pages.people import split_credit
from kazcrawl.pages.sources import caption_of, marked_credit, picture_source
from kazcrawl.record import Image

_MOST = 30
_SMALLEST = 120
_FIGURES = ("figure", "dl")
# Elements from a picture to the box that it shares with its caption.
_NEAR = 3
# Characters of a caption that come again by no chance.
_BEGINNING = 40
# Elements of a caption that are looked at.
_PIECES = 20
# What ends a line of a caption, and what is no box around a picture.
_LINES = ("br", "p", "div", "li")
_WRAPPERS = ("a", "picture", "span")
_VARIANT = re.compile(r"[?#].*|-\d+x\d+(?=\.\w+$)")


def pictures(
    body: HtmlElement, blocks: list[Block], chosen: list[int], start: int, metadata: Metadata
) -> list[Image]:
    """The metadata's picture first, then those between the headline and the end of the text."""
    found: dict[str, Image] = {}

    def add(address: str | None, caption: str | None) -> None:
        url = metadata.link(address)
        if url is None or not picture_source({"src": url}):
            return
        words, credit = split_credit(caption)
        words = words and _once(words)
        # One picture stands in several sizes.
        name = _VARIANT.sub("", url).rsplit("/", 1)[-1]
        if known := found.get(name):
            known["caption"] = known["caption"] or words
            known["credit"] = known["credit"] or credit
        elif len(found) < _MOST:
            found[name] = Image(url=url, caption=words, credit=credit)

    for address in metadata.images[:3]:
        add(address, None)
    if chosen:
        places = {element: place for place, element in enumerate(body.iter())}
        begin = blocks[start if start >= 0 else chosen[0]].element
        first, last = places.get(begin, 0), places.get(blocks[chosen[-1]].element, 0)
        for picture in body.iter("img"):
            if first <= places[picture] <= last and not _is_small(picture):
                add(picture_source(dict(picture.items())), _caption(picture))
    return list(found.values())


def _once(words: str) -> str:
    """A caption without its second copy: templates print a shortened one for small screens."""
    again = words.find(words[:_BEGINNING], _BEGINNING)
    return words[:again].rstrip() if again > 0 else words


def _is_small(picture: HtmlElement) -> bool:
    width = picture.get("width") or ""
    return width.isdigit() and int(width) < _SMALLEST


def _caption(picture: HtmlElement) -> str | None:
    """What the figure around a picture says of it, or the box of which it is the only one."""
    around = (box for box in picture.iterancestors() if box.tag not in _WRAPPERS)
    boxes = list(islice(around, _NEAR))
    figures = [box for box in picture.iterancestors() if box.tag in _FIGURES]
    caption = None
    for box in figures[:1] or boxes:
        if box is not boxes[0] and not figures and len(list(islice(box.iter("img"), 2))) > 1:
            break
        if (caption := box.find(".//figcaption")) is not None:
            break
    if caption is None:
        return None
    said = _said(caption)
    # Who took the picture may stand in an element of its own behind that.
    other = caption.getnext()
    is_credit = other is not None and names_credit(other.get("class") or "")
    if is_credit and other.tag == "figcaption" and split_credit(said)[1] is None:
        said = f"{said} {_said(other)}"
    return caption_of(said)


def _said(caption: HtmlElement) -> str:
    """What a caption says; a credit that only its class tells has the sign of one."""
    for line in caption.iter(*_LINES):
        line.text, line.tail = f" {line.text or ''}", f" {line.tail or ''}"
    said = line_of_element(caption)
    pieces = islice(caption.iter("*"), _PIECES)
    named = (piece for piece in pieces if names_credit(piece.get("class") or ""))
    credit = line_of_element(piece) if (piece := next(named, None)) is not None else ""
    is_marked = not credit or not said.endswith(credit) or split_credit(said)[1] is not None
    return said if is_marked else marked_credit(said, credit)
