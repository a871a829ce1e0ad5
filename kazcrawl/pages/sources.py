"""Where a picture's file is: what lazy templates, counters and placeholders put in its way."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from kazcrawl.pages import jsonld
from kazcrawl.pages.chrome import SHARES, chrome_name, names_caption, names_credit, said_beside
from kazcrawl.pages.people import split_credit
from kazcrawl.pages.text import text_of
from kazcrawl.text import tidy, tidy_or_none

# Templates of sites name the attribute by their script; the plain one then holds a placeholder.
_LAZY = (
    "data-src data-original data-lazy-src data-lazy data-url data-image data-img data-hi-res-src"
    " data-large-file data-orig-file data-full-src data-echo data-cfsrc data-lazyload"
).split()
# Those of single scripts, believed where the plain one holds a placeholder or nothing.
_RARE = (
    "data-original-src data-lazy-original data-actualsrc data-backsrc data-defer-src data-img-src"
    " data-img-url data-imgsrc data-src-full data-ezsrc data-nitro-lazy-src nitro-lazy-src"
    " data-hires data-lzl-src data-ll-src data-wpfc-original-src data-pagespeed-lazy-src"
    " data-lazyload-src data-native-src data-opt-src data-breeze data-fallback-src original"
    " real_src lazysrc lazy-src file"
).split()
_ADDRESSES = (*_LAZY, "src", *_RARE)
_LAZY_SETS = (
    "data-srcset data-lazy-srcset data-original-set nitro-lazy-srcset data-src-set srcset"
).split()
# Of an address in small letters: a pattern that knows no case takes four times as long.
_NO_PICTURE = re.compile(
    r"^data:|pixel|spacer|blank\.|avatar|gravatar|logo|icon|sprite|emoji|/ads?/|1x1|counter"
    r"|/plug\.(?:png|jpe?g|webp)|placeholder|no[-_]?(?:image|photo|foto)|default[-_]?(?:image|img)"
    r"|\.svg(?:\?|$)|/(?:loading|loader|spinner|preloader)\.|mc\.yandex|top-fwz|tns-counter"
    r"|liveinternet|/hit(?:\?|;|$)"
)
_CANDIDATE = re.compile(r"(\S*[^,\s])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
# What templates write where nobody wrote a caption: a file's name, or what any picture is.
_NO_CAPTION = re.compile(
    r"[\w%.()-]{1,80}\.(?:jpe?g|png|webp|gif|avif)|(?:img|dsc|image)[-_ ]?\d+"
    r"|[\w-]+_[\w-]+|image|picture|photo|фото|фотография|изображение|картинка|сурет|фотосурет|сурат|surat|图片|照片",
    re.I,
)
TO_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
"""What the address of a picture's file ends with."""
# Characters of a site's name or a number.
_SITE = 20
_AROUND_CREDIT = "()[]（） "
_TINY = frozenset(("0", "1", "2", "3"))
# Both sides of an icon have no more pixels.
_ICON = 48


def picture_source(attributes: Mapping[str, str | None]) -> str | None:
    """The address in an ``img``'s attributes (not yet absolute), or None for what is no picture.

    The lazy template's attribute wins over ``src``, and the largest of a ``srcset`` stands in
    for a placeholder. Counters of 1×1, icons, logos, avatars and placeholders are none.
    """
    sides = [attributes[name] for name in ("width", "height") if name in attributes]
    is_icon = len(sides) > 1 and all(
        side and side.isdecimal() and int(side) <= _ICON for side in sides
    )
    if is_icon or not _TINY.isdisjoint(sides) or "avatar" in (attributes.get("class") or ""):
        return None
    plain = [attributes[name] for name in _ADDRESSES if name in attributes]
    sets = [_largest(attributes[name]) for name in _LAZY_SETS if name in attributes]
    for address in (*plain, *sets):
        if address and address.strip() and not _NO_PICTURE.search(address.lower()):
            return address.strip().replace(" ", "%20")
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
    href = (link.attributes.get("href") or "") if link is not None else ""
    if link is None or link.tag != "a" or TO_PICTURE.search(href):
        return False
    if SHARES.match(href):
        return True
    box: LexborNode | None = picture.parent
    while box is not None and box.mem_id != body.mem_id:
        if chrome_name(box.attributes.get("class") or ""):
            return True
        box = box.parent
    return False


def caption_of(text: str | None) -> str | None:
    """A caption or alternative text without markup; None for what is no caption."""
    text = jsonld.clean(text) if text else None
    return None if not text or _NO_CAPTION.fullmatch(text) else text


def said_of(picture: LexborNode, title: str) -> tuple[str | None, str | None]:
    """What a page says of a picture, and who took it; nothing where it says the title again, as
    templates do, with the site's name or a number behind it."""
    told = figure_caption(picture) or caption_of(tidy_or_none(picture.attributes.get("alt")))
    caption, credit = split_credit(told)
    is_again = caption and caption.startswith(title) and len(caption) <= len(title) + _SITE
    return None if is_again else caption, credit


def figure_caption(picture: LexborNode) -> str | None:
    """What the figure, list or box around a picture says of it."""
    if said := said_beside(picture):
        return _with_credit(" ".join(text_of(piece) for piece in said), said[-1])
    node = picture.parent
    for _ in range(4):
        if node is None or node.tag == "body":
            return None
        is_own = node.tag in ("figure", "dl") or "wp-caption" in (
            node.attributes.get("class") or ""
        )
        if is_own and (caption := node.css_first("figcaption, .wp-caption-text")) is not None:
            return _with_credit(text_of(caption), caption)
        for told in node.css("[class*=aption]"):
            named = (told.attributes.get("class") or "").split()
            if names_caption(named) and told.mem_id != node.mem_id:
                return _with_credit(text_of(told), told)
        if is_own:
            return None
        node = node.parent
    return None


def _with_credit(said: str, caption: LexborNode) -> str | None:
    """What a caption says; a credit at its end that only its class tells has the sign of one."""
    said = tidy(said)
    if split_credit(said)[1] is None:
        pieces = [caption, *caption.css("[class]")]
        named = (piece for piece in pieces if names_credit(piece.attributes.get("class") or ""))
        credit = tidy(next((text_of(piece) for piece in named), ""))
        if credit and said.endswith(credit):
            said = marked_credit(said, credit)
    return caption_of(tidy_or_none(said))


def marked_credit(said: str, credit: str) -> str:
    """A caption with the sign of a credit before that at its end."""
    return f"{said.removesuffix(credit)}© {credit.strip(_AROUND_CREDIT)}"


def _largest(candidates: str | None) -> str | None:
    if not candidates:
        return None
    found = _CANDIDATE.findall(candidates)
    return max(found, key=lambda entry: float(entry[1] or 1), default=("", ""))[0] or None
