"""What inline markup means in plain text: the same for every way of reading a page."""

import html
import re

from kazcrawl.text import pattern

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_EXPONENT = pattern(r"[-+−]?\d{1,4}")
_RAISABLE = pattern(r"[\d+−=()n-]{1,6}")
_CYRILLIC = pattern(r"[\u0400-\u04ff]")
_QUOTED = pattern(r"[«»“”„\"'‘’「『《].*", re.DOTALL)
# Named by hand: an article about HTML may well print &lt;.
_ESCAPED = pattern(
    r"&(?:amp|quot|apos|nbsp|laquo|raquo|ldquo|rdquo|bdquo|lsquo|rsquo|sbquo|ndash|mdash|hellip"
    r"|shy|bull|middot|deg|sect|copy|reg|trade|times|minus|euro|thinsp|ensp|emsp|zwnj|zwj"
    r"|#\d{2,6}|#[xX][\da-fA-F]{2,5});"
)
_EMOJI = pattern(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff"
    "\u3030\u303d\ufe0f\u200d\u20e3\U0001f1e6-\U0001f1ff\U000e0020-\U000e007f©®#*0-9]{1,12}"
)
_HIDDEN_STYLE = pattern(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    # Moved off the screen: what is added to a text that somebody copies.
    r"|(?:left|right|top|text-indent)\s*:\s*-(?:\d{4,}|999)"
    # Clipped to nothing, or to the dot that is left for readers aloud.
    r"|clip\s*:\s*rect\(\s*(?P<edge>[01](?:px)?)(?:[,\s]+(?P=edge)){3}\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%\s*\)"
    r"|(?<![\w-])width\s*:\s*1px.*(?<![\w-])height\s*:\s*1px.*overflow\s*:\s*hidden"
    r"|(?<![\w-])height\s*:\s*0(?:px)?\s*;.*overflow\s*:\s*hidden",
    re.IGNORECASE,
)
_TRANSPARENT = pattern(r"(?<![\w-])opacity\s*:\s*(?:0+(?:\.0*)?|\.0+)\s*(?:[;!]|$)", re.IGNORECASE)
# What is transparent only until it is scrolled to.
_COMES_LATER = pattern(r"transform|transition|animation|will-change", re.IGNORECASE)
_WITHOUT_SIZE = pattern(r"font-size\s*:\s*0+(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:[;!]|$)", re.IGNORECASE)
# Inline elements that a style makes lines of their own.
_MADE_BLOCK = pattern(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
_INLINE = frozenset("span font b i em strong a u".split())
# Elements of text; in boxes without a size of letters stand others that have one.
_OF_TEXT = frozenset("span font p small i b em strong".split())
_HIDDEN_CLASSES = frozenset(
    "sr-only screen-reader-text visually-hidden visuallyhidden sr_only screen-reader".split()
)
# Those of frameworks, which others beside them show again on larger screens.
_UNDISPLAYED_CLASSES = frozenset("d-none uk-hidden hidden is-hidden".split())
_SHOWN_AGAIN = pattern(r":|\bd-\w+-|(?:visible|show|block|flex|inline|grid)\b|@")
WIDGETS = frozenset(
    """
    ez-toc-container toc_container lwptoc rank-math-toc-block wp-block-rank-math-toc-block
    wp-block-table-of-contents wp-block-yoast-seo-table-of-contents wp-block-simpletoc-toc
    wp-block-uagb-table-of-contents wp-block-kadence-tableofcontents sharedaddy
    addtoany_share_save_container post-views post-shortlink
    mc4wp-form jp-relatedposts yarpp-related page-links post-page-numbers
    wp-embedded-content post-edit-link gtranslate_wrapper
    saboxplugin-wrap pp-multiple-authors-boxes-wrapper m-a-box abh_box wp-polls post-nav-links
    kk-star-ratings post-ratings crp_related rp4wp-related-posts wpulike mailpoet_form
    wp-block-latest-posts wp-block-latest-comments wp-block-query wp-block-search wp-block-rss
    wp-block-social-links wp-block-post-navigation-link wp-block-categories wp-block-archives
    wp-block-tag-cloud wp-block-calendar wp-block-post-terms wp-block-comments wp-block-loginout
    jetpack-likes-widget-wrapper
    heateor_sss_sharing_container essb_links swp_social_panel printfriendly
    """.split()
)
"""Classes and ids of WordPress' own widgets inside a text."""
CAPTION_CLASSES = frozenset(
    """
    wp-caption-text wp-caption-dd gallery-caption wp-element-caption blocks-gallery-caption
    """.split()
)
"""Classes of captions that are no ``figcaption``, as WordPress has them."""


def raised(text: str, before: str) -> str:
    """A superscript behind ``before``: 10^6 behind a figure, м² behind a letter, 1st as it is."""
    bare = text.strip()
    last = before[-1:] if before else ""
    if last.isdigit() and _EXPONENT.fullmatch(bare):
        return f"^{bare}"
    if last.isalpha() and _RAISABLE.fullmatch(bare):
        return bare.translate(_SUPERSCRIPTS)
    return text


def quoted(text: str) -> tuple[str, str]:
    """The quotation marks that a browser prints around a ``q``; none where they are written."""
    if _QUOTED.fullmatch(text.strip()):
        return "", ""
    return ("«", "»") if _CYRILLIC.search(text) else ("“", "”")


def unescaped(text: str) -> str:
    """Text of a page that was escaped twice, once more unescaped."""
    return _ESCAPED.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def emoji(classes: str | None, alt: str | None) -> str:
    """The sign that a picture stands for, or nothing: an emoji by its class or by its text."""
    if not alt or len(alt) > 12:
        return ""
    named = any("emoji" in name or name == "wp-smiley" for name in (classes or "").split())
    return alt if named or (_EMOJI.fullmatch(alt) and not alt.isalnum()) else ""


def is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element's own attributes say that no reader sees it."""
    style, classes = attributes.get("style"), attributes.get("class") or ""
    names = classes.split()
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(style and _hides(style, tag))
        or not _HIDDEN_CLASSES.isdisjoint(names)
        or (not _UNDISPLAYED_CLASSES.isdisjoint(names) and not _SHOWN_AGAIN.search(classes))
    )


def is_made_block(tag: str, style: str | None) -> bool:
    """Whether a style makes a block of an inline element."""
    return bool(style) and tag in _INLINE and _MADE_BLOCK.search(style or "") is not None


def _hides(style: str, tag: str) -> bool:
    if _HIDDEN_STYLE.search(style):
        return True
    if _TRANSPARENT.search(style):
        return not _COMES_LATER.search(style)
    return tag in _OF_TEXT and bool(_WITHOUT_SIZE.search(style))
