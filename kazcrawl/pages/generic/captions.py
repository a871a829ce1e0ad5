"""Captions that are no ``figcaption``: told by their class, or by the picture's own words."""

from itertools import islice

from lxml.html import HtmlElement

from kazcrawl.pages import inline
from kazcrawl.pages.chrome import GALLERIES, names_caption, says_of_picture
from kazcrawl.pages.generic.blocks import flat
from kazcrawl.pages.generic.prune import HEADINGS
from kazcrawl.pages.generic.tree import named, text_of_element
from kazcrawl.text import pattern

_CLASSED = pattern(
    "aption|cutline|(?:[pP]hoto|[iI]mage?|[pP]ic|[fF]igure|[fF]oto)[\\w-]{0,30}"
    "(?:[tT]itle|[dD]esc|[aA]uthor|[cC]redit|[cC]opyright|[lL]egend|[sS]ignature)"
)
_ROWS = pattern("|".join(GALLERIES))
_ITALICS = ("em", "i", "small")
_BOXES = frozenset(("div", "span", "p", "em", "small", "i"))
_HOLDERS = frozenset("div span figure a li dl dt center td".split())
# More characters are a text beside a picture.
_LONGEST = 700
# Letters and digits of a picture's words; fewer stand anywhere by chance.
_LEAST = 20
# A caption goes on behind the picture's own words with a credit of so many letters.
_CREDIT = 60
# A caption has fewer elements; pictures of a page that are looked at.
_MOST_PIECES, _MOST_PICTURES = 40, 300
_NO_LINE = frozenset(("img", "video", "iframe", "table", *HEADINGS))
# Elements from a picture to the box that it shares with its caption, which has fewer pieces.
_NEAR, _BOXED = 3, 8


def mark_captions(body: HtmlElement) -> None:
    """Makes a ``figcaption`` of every element that captions a picture."""
    for element in named(body, _CLASSED):
        classes = element.get("class").split()
        known = not inline.CAPTION_CLASSES.isdisjoint(classes)
        told = names_caption(classes) or (
            says_of_picture(element.get("class")) and _is_beside_picture(element)
        )
        if known or (element.tag in _BOXES and told and _is_line(element)):
            element.tag = "figcaption"
    for row in named(body, _ROWS, "div"):
        if row.find(".//img") is None or row.find(".//figcaption") is not None:
            continue
        if _text_of(row) is not None:
            row.tag = "figcaption"
    for element in list(body.iter(*_ITALICS)):
        if _is_below_picture(element):
            element.tag = "figcaption"
    told_pictures = (picture for picture in list(body.iter("img")) if picture.get("alt"))
    for picture in islice(told_pictures, _MOST_PICTURES):
        words = flat(picture.get("alt"))
        if len(words) >= _LEAST and (caption := _repeating(picture, words)) is not None:
            caption.tag = "figcaption"


def _is_beside_picture(element: HtmlElement) -> bool:
    """Whether an element stands in a picture's own box."""
    box = element
    for _ in range(_NEAR):
        box = box.getparent()
        if box is None or len(box) >= _BOXED:
            return False
        if next(box.iter("img"), None) is not None:
            return True
    return False


def _is_below_picture(element: HtmlElement) -> bool:
    """Whether an element is the line below a picture, and all the text of their paragraph."""
    line_break, holder = element.getprevious(), element.getparent()
    if line_break is None or line_break.tag != "br" or holder is None:
        return False
    picture = line_break.getprevious()
    if picture is None or next(picture.iter("img"), None) is None:
        return False
    own, whole = _text_of(element), _text_of(holder)
    return own is not None and whole is not None and bool(own) and flat(own) == flat(whole)


def _is_line(element: HtmlElement) -> bool:
    """Whether an element holds one text, neither the picture nor paragraphs nor headings."""
    tags = [piece.tag for piece in islice(element.iter(), _MOST_PIECES)]
    is_plain = _NO_LINE.isdisjoint(tags) and tags[1:].count("p") < 2
    return is_plain and _text_of(element) is not None


def _text_of(element: HtmlElement) -> str | None:
    """The text of an element, or None if it holds too much for a caption's box."""
    if len(list(islice(element.iter(), _MOST_PIECES))) == _MOST_PIECES:
        return None
    text = text_of_element(element)
    return text if len(text) <= _LONGEST else None


def _repeating(picture: HtmlElement, words: str) -> HtmlElement | None:
    """The element beside a picture whose only text is the picture's own words."""
    box = picture
    for _ in range(_NEAR):
        box = box.getparent()
        if box is not None and box.tag == "p":
            return box if flat(_text_of(box) or "") == words else None
        if box is None or box.tag not in _HOLDERS:
            return None
        text = _text_of(box)
        if text is None:
            return None
        if own := flat(text):
            goes_on = own.startswith(words) and len(own) <= len(words) + _CREDIT
            said = goes_on or (len(own) >= _LEAST and words.startswith(own))
            return _holder(box) if said else None
    return None


def _holder(box: HtmlElement) -> HtmlElement | None:
    """The smallest element with all the text of a box; None where it is a heading or a link."""
    holder = box
    while not (holder.text or "").strip():
        full = [child for child in holder if text_of_element(child).strip()]
        if len(full) != 1 or any((child.tail or "").strip() for child in holder):
            break
        holder = full[0]
        if holder.tag in HEADINGS or holder.tag in ("a", "p"):
            return None
    return None if next(holder.iter(*HEADINGS), None) is not None else holder
