"""Takes out of a tree what is no text for a reader: players, forms, menus, hidden and named chrome."""

import re

from lxml import etree
from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import HEADS, text_size

# Never text for a reader, whatever they hold.
DROP_TAGS = frozenset(
    """
    script style noscript template svg canvas iframe object embed audio video map math head
    title meta link select option datalist button input textarea label dialog frame frameset
    applet nav menu footer
    """.split()
)
DROP_WRAPPERS = ("label", "menu", "button", "nav", "footer")
DROP_PLAIN = tuple(DROP_TAGS - set(DROP_WRAPPERS))
WORD_SPLIT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
# Parts of class and id names, over all the sites one knows; a help on pages that use them.
CHROME_WORDS = frozenset(
    """
    comment comments commentlist disqus respond related share sharing sharedaddy social socials
    sidebar breadcrumb breadcrumbs newsletter subscribe subscription promo banner advert
    advertisement advertising adfox ads adv sponsor cookie cookies gdpr consent popup modal
    recommend recommended recommendations popular trending mostread pagination pager login
    signin signup rating ratings masthead taboola outbrain addthis addtoany jp-relatedposts
    toolbar copyright topbar megamenu offcanvas lightbox tooltip authorbox navigation prevnext
    yarpp similar alsoread reklama
    """.split()
)
CHROME_PAIRS = tuple(
    " ".join(pair.split())
    for pair in """
    also like, also read, read also, read next, most read, more news, post nav, author bio,
    author box, about author, stream item, inline related, post bottom, check also, go top, back
    top, screen reader, author info, tag list, post tags, entry tags, tags links, entry footer,
    post footer, article footer, site footer, page footer, article tags, photo credit, skip
    link, toc container, print only, no print
    """.split(",")
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
ROLES = frozenset(
    """
    navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar
    tooltip
    """.split()
)


# These name what is never the article, however long; the others are believed only of short or linked text.
STRONG = frozenset(
    """
    comment comments commentlist disqus respond related sharedaddy breadcrumb breadcrumbs
    taboola outbrain yarpp cookie cookies gdpr
    """.split()
)


def chrome_name(names: str) -> str:
    """What class and id names say of an element: "" (nothing), "weak" or "strong" (chrome)."""
    found = ""
    for name in names.split():
        words = [w.lower() for w in WORD_SPLIT.findall(name)]
        if (
            len(words) > 6
            or "no" in words
            or "has" in words
            or "with" in words
            or "embed" in words
            or "tweet" in words
        ):
            continue  # "no-sidebar", "has-comments": the state of a wrapper; embedded posts are text
        if not STRONG.isdisjoint(words):
            return "strong"
        if not CHROME_WORDS.isdisjoint(words):
            found = "weak"
            continue
        joined = " ".join(words)
        if any(p in joined for p in CHROME_PAIRS):
            found = "weak"
    return found


SUSPECTS = etree.XPath(".//*[@class or @id or @hidden or @style or @aria-hidden or @role]")


def plain_size(el: HtmlElement) -> int:
    """Characters of text outside links."""
    return text_size(el) - sum(text_size(a) for a in el.iter("a"))


def prune(body: HtmlElement) -> None:
    """Take out, in place, what is no text for a reader. A wrapper around most of the page stays."""
    etree.strip_elements(body, *DROP_PLAIN, with_tail=False)
    for el in list(body.iter(*DROP_WRAPPERS)):
        if el.getparent() is None or (el.find(".//p") is not None and text_size(el) > 600):
            continue  # some sites wrap an article in these
        el.drop_tree()
    total = None
    suspects = SUSPECTS(body)  # held, so that the ids in `gone` stay theirs
    gone: set[int] = set()
    names: dict[tuple[str | None, str | None], str] = {}  # a page says the same class many times
    for el in suspects:
        attrs = el.attrib
        if el.tag in ("main", "article"):
            continue
        hidden = (
            "hidden" in attrs
            or ("style" in attrs and HIDDEN.search(attrs["style"]))
            or attrs.get("aria-hidden") == "true"
        )
        named = ""
        if el.tag not in HEADS:
            pair = (el.get("class"), el.get("id"))
            if pair not in names:
                names[pair] = chrome_name(f"{pair[0] or ''} {pair[1] or ''}")
            named = names[pair]
        if not (hidden or named or attrs.get("role") in ROLES):
            continue
        if id(el) in gone:
            continue
        if total is None:
            total = plain_size(body)
        plain = plain_size(el)
        if plain > 0.5 * total or el.find(".//h1") is not None:
            continue
        if (named == "weak" or hidden) and plain > 500 and plain > 0.6 * text_size(el):
            continue
        gone.update(map(id, el.iter()))
        el.drop_tree()
