"""Where a picture's file is: what lazy templates, counters and placeholders put in its way."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from kazcrawl.pages.chrome import chrome_name, names_caption
from kazcrawl.pages.text import text_of
from kazcrawl.text import tidy_or_none

# Templates of sites name the attribute by their script; the plain one then holds a placeholder.
_LAZY = (
    "data-src data-original data-lazy-src data-lazy data-url data-image data-img data-hi-res-src"
    " data-large-file data-orig-file data-full-src data-echo data-cfsrc data-lazyload"
).split()
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
# Of an address in small letters: a pattern that knows no case takes four times as long.
_NO_PICTURE = re.compile(
    r"^data:|pixel|spacer|blank\.|avatar|gravatar|logo|icon|sprite|emoji|/ads?/|1x1|counter"
    r"|/plug\.(?:png|jpe?g|webp)|placeholder|no[-_]?(?:image|photo|foto)|default[-_]?(?:image|img)"
    r"|\.svg(?:\?|$)|/(?:loading|loader|spinner|preloader)\.|mc\.yandex|top-fwz|tns-counter"
    r"|liveinternet|/hit(?:\?|;|$)"
)
_CANDIDATE = re.compile(r"(\S*[^,\s])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
_FILE_NAME = re.compile(
    r"[\w%.()-]{1,80}\.(?:jpe?g|png|webp|gif|avif)|(?:img|dsc|image)[-_ ]?\d+", re.I
)
TO_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
"""What the address of a picture's file ends with."""
_TINY = frozenset(("0", "1", "2", "3"))
# Both sides of an icon have no more pixels.
_ICON = 48


def picture_source(attributes: Mapping[str, str | None]) -> str | None:
    """The address in an ``img``'s attributes (not yet absolute), or None for what is no picture.

    The lazy template's attribute wins over ``src``, and the largest of a ``srcset`` stands in
    for a placeholder. Counters of 1×1, icons, logos, avatars and placeholders are none.
    """
    sides = (attributes.get("width"), attributes.get("height"))
    if not _TINY.isdisjoint(sides) or all(
        side and side.isdecimal() and int(side) <= _ICON for side in sides
    ):
        return None
    named = (attributes.get(name) for name in _LAZY)
    sets = (_largest(attributes.get(name)) for name in _LAZY_SETS)
    for address in (*named, attributes.get("src"), *sets):
        if address and address.strip() and not _NO_PICTURE.search(address.lower()):
            return address.strip()
    return None


def source_of(picture: LexborNode) -> str | None:
    """The address of an ``img``, else the first that the ``picture`` around it offers."""
    around = picture.parent
    own = picture_source(picture.attributes)
    if own is not None or around is None or around.tag != "picture":
        return own
    offered = (
        picture_source({"srcset": source.get("data-srcset") or source.get("srcset")})
        for source in (node.attributes for node in around.css("source"))
    )
    return next(filter(None, offered), None)


def leads_away(picture: LexborNode, body: LexborNode) -> bool:
    """Whether a picture of a body is the link of an advertisement, a button or another article:
    it leads to no picture, and it or what it stands in is named so."""
    link: LexborNode | None = picture.parent
    while link is not None and link.tag != "a" and link.mem_id != body.mem_id:
        link = link.parent
    if link is None or link.tag != "a" or TO_PICTURE.search(link.attributes.get("href") or ""):
        return False
    box: LexborNode | None = picture.parent
    while box is not None and box.mem_id != body.mem_id:
        if chrome_name(box.attributes.get("class") or ""):
            return True
        box = box.parent
    return False


def caption_of(text: str | None) -> str | None:
    """A caption or alternative text, None for a file's name."""
    return None if not text or _FILE_NAME.fullmatch(text.strip()) else text


def figure_caption(picture: LexborNode) -> str | None:
    """What the figure, list or box around a picture says of it."""
    node = picture.parent
    for _ in range(4):
        if node is None or node.tag == "body":
            return None
        if node.tag in ("figure", "dl") or "wp-caption" in (node.attributes.get("class") or ""):
            caption = node.css_first("figcaption, .wp-caption-text")
            return caption_of(tidy_or_none(text_of(caption))) if caption else None
        for told in node.css("[class*=aption]"):
            if names_caption((told.attributes.get("class") or "").split()):
                return caption_of(tidy_or_none(text_of(told)))
        node = node.parent
    return None


def _largest(candidates: str | None) -> str | None:
    if not candidates:
        return None
    found = _CANDIDATE.findall(candidates)
    return max(found, key=lambda entry: float(entry[1] or 1), default=("", ""))[0] or None
