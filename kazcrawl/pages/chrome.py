"""What class and id names say of an element: that it holds chrome, or nothing."""

import re
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from kazcrawl.text import tidy

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
SHARES = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:facebook\.com/(?:sharer|share\.php|dialog/(?:share|feed))"
    r"|(?:twitter|x|bsky|threads)\.(?:com|net|app)/(?:intent/|share\b)|vk\.(?:com|ru)/share\.php"
    r"|(?:t|telegram)\.me/share\b|wa\.me/\?text|whatsapp\.com/send\?(?:text|phone=&)"
    r"|ok\.ru/(?:offer|dk\?)|linkedin\.com/(?:shareArticle|sharing/)|pinterest\.\w+/pin/create"
    r"|reddit\.com/submit|tumblr\.com/(?:share|widgets/share)|getpocket\.com/(?:save|edit)"
    r"|mail\.ru/share|livejournal\.com/update|weibo\.com/share/|qq\.com/(?:widget/shareqq|cgi-bin/)"
    r"|line\.me/(?:R/|lineit/share))|(?:tg|whatsapp|viber)://|mailto:\?",
    re.IGNORECASE,
)
"""Addresses at which a reader shares an article: nothing of it, whatever the link says."""
# Parts of class and id names, over all the sites one knows; a help on pages that use them.
_CHROME_WORDS = frozenset(
    """
    comment comments commentlist disqus respond related share sharing sharedaddy social socials
    sidebar breadcrumb breadcrumbs newsletter subscribe subscription promo banner advert
    advertisement advertising adfox ads adv sponsor sponsored promoted cookie cookies gdpr consent
    popup modal
    recommend recommended recommendations popular trending mostread pagination pager login
    signin signup rating ratings masthead taboola outbrain addthis addtoany jp-relatedposts
    toolbar copyright topbar megamenu offcanvas lightbox tooltip authorbox navigation prevnext
    yarpp similar alsoread reklama bio reactions donate donation donations
    """.split()
)
_CHROME_PAIRS = tuple(
    " ".join(pair.split())
    for pair in """
    also like, also read, read also, read next, read more, most read, more news, post nav, author
    bio, author box, author card, about author, stream item, inline related, post bottom, check
    also, go top, back top, screen reader, author info, tag list, post tags, entry tags, tags
    links, entry footer, post footer, article footer, site footer, page footer, article tags,
    photo credit, skip link, toc container, print only, no print, post shortlink, post views, read
    time, reading time, page links, ez toc
    """.split(",")
)
# These name what is never the article, however long; the others are believed only of short or
# linked text.
_STRONG = frozenset(
    """
    comment comments commentlist disqus respond related sharedaddy breadcrumb breadcrumbs
    taboola outbrain yarpp cookie cookies gdpr
    """.split()
)
# The state of a wrapper ("no-sidebar", "has-comments"); embedded posts are text.
_STATES = frozenset("no has with embed tweet".split())
_MOST_NAME_WORDS = 6
_ADVERTISING = re.compile(
    r"реклама|на правах рекламы|жарнама|reklama|advertisement|advertising|sponsored|广告|جارناما",
    re.IGNORECASE,
)
_CAPTIONS = frozenset(("caption", "captions", "cutline"))
# A lead or headline below a picture is named a caption, too.
_LEADS = frozenset("article news title header headline page post story no without".split())
# What is said of a picture, by names that hold a word of each; and who took it.
_PICTURES = frozenset("photo image img picture pic figure foto".split())
_SAYS = frozenset("title description desc legend signature author credit credits copyright".split())
_CREDITS = frozenset("author credit credits copyright source".split())
# Elements that may say it, how far from the picture, and how many a picture's box has at most.
_SAYING = frozenset("div span p small em i".split())
_NEAR, _BOXED = 2, 8
# Paragraphs of a text beside a picture.
_TEXT = 2
# Elements that a caption may be, and its most characters.
_CAPTIONED = ", ".join(f"{tag}[class*=aption]" for tag in ("div", "span", "p", "small", "em"))
_CAPTION_TEXT = 700
# Characters of a picture's words; fewer stand anywhere by chance.
_WORDS_TOLD = 20
GALLERIES = ("swiper", "carousel", "slider", "gallery")
"""What names of a row of pictures hold."""
_GALLERIES = ", ".join(f"[class*={name}]" for name in GALLERIES)
# What may be a box of chrome inside a known layout's body, and its characters outside links.
_BOXES = "div[class], section[class], aside[class], ul[class], nav[class]"
_BOX_TEXT, _BOX_SHARE = 400, 0.5


def is_advertising(label: str) -> bool:
    """Whether a label says that what stands behind it is an advertisement."""
    return bool(_ADVERTISING.fullmatch(label.strip(" :")))


@lru_cache(maxsize=4_096)
def chrome_name(names: str) -> str:
    """What class and id names say of an element: "" (nothing), "weak" or "strong" (chrome)."""
    found = ""
    for name in names.split():
        words = [word.lower() for word in _WORDS.findall(name)]
        if len(words) > _MOST_NAME_WORDS or not _STATES.isdisjoint(words):
            continue
        if not _STRONG.isdisjoint(words):
            return "strong"
        joined = " ".join(words)
        if not _CHROME_WORDS.isdisjoint(words) or any(pair in joined for pair in _CHROME_PAIRS):
            found = "weak"
    return found


def chrome_boxes(body: LexborNode) -> set[int]:
    """The ``mem_id`` of small elements of a body whose names say that they hold chrome."""
    named = [box for box in body.css(_BOXES) if chrome_name(box.attributes.get("class") or "")]
    if not named:
        return set()
    most = min(_BOX_TEXT, _BOX_SHARE * len(body.text()))
    return {box.mem_id for box in named if box.mem_id != body.mem_id and _plain_size(box) <= most}


def _plain_size(box: LexborNode) -> int:
    return len(box.text()) - sum(len(link.text()) for link in box.css("a"))


def names_caption(classes: list[str]) -> bool:
    """Whether class names say that an element captions a picture."""
    for name in classes:
        words = {word.lower() for word in _WORDS.findall(name)}
        if words & _CAPTIONS and not words & _LEADS:
            return True
    return False


@lru_cache(maxsize=1_024)
def says_of_picture(classes: str) -> bool:
    """Whether class names say that an element tells of a picture, or who took it."""
    words = {word.lower() for word in _WORDS.findall(classes)}
    return not (words.isdisjoint(_PICTURES) or words.isdisjoint(_SAYS))


@lru_cache(maxsize=1_024)
def names_credit(classes: str) -> bool:
    """Whether class names say that an element of a caption tells who took the picture."""
    words = {word.lower() for word in _WORDS.findall(classes)}
    return words.isdisjoint(_CAPTIONS) and not words.isdisjoint(_CREDITS)


def said_beside(picture: LexborNode) -> list[LexborNode]:
    """The elements in a picture's own box that tell of it by their names, and are no captions by
    name."""
    box = picture.parent
    for _ in range(_NEAR):
        pieces = [] if box is None else list(islice(box.iter(), _BOXED))
        if len(pieces) == _BOXED:
            break
        if found := [piece for piece in pieces if _is_said(piece)]:
            return found
        box = None if box is None else box.parent
    return []


def _is_said(piece: LexborNode) -> bool:
    classes = piece.attributes.get("class") if piece.tag in _SAYING else None
    return (
        classes is not None
        and says_of_picture(classes)
        and piece.css_first("img, h1, h2, h3, h4") is None
        and len(piece.css("p")) < _TEXT
        and len(piece.text()) <= _CAPTION_TEXT
    )


def galleries(body: LexborNode) -> set[int]:
    """The ``mem_id`` of rows of pictures by their class: what they say are captions."""
    rows = [row for row in body.css(_GALLERIES) if row.mem_id != body.mem_id]
    if not rows:
        return set()
    most = min(_CAPTION_TEXT, _BOX_SHARE * len(body.text()))
    return {
        row.mem_id for row in rows if row.css_first("img") is not None and len(row.text()) <= most
    }


def caption_boxes(body: LexborNode) -> set[int]:
    """The ``mem_id`` of a body's captions that are no ``figcaption``: told by class, beside a
    picture."""
    return {
        node.mem_id
        for node in body.css(_CAPTIONED)
        if names_caption((node.attributes.get("class") or "").split())
        and node.parent is not None
        and node.parent.css_first("img") is not None
        and node.css_first("img") is None
        and len(node.text()) <= _CAPTION_TEXT
    } | _words_of_pictures(body)


def _words_of_pictures(body: LexborNode) -> set[int]:
    """The ``mem_id`` of what tells of a picture beside it, and of paragraphs that hold a picture
    and say its own words, and no more."""
    found: set[int] = set()
    met = {body.mem_id}
    for picture in body.css("img"):
        holder = picture.parent
        if holder is not None and holder.mem_id not in met:
            found.update(said.mem_id for said in said_beside(picture))
        while holder is not None and holder.mem_id not in met:
            met.add(holder.mem_id)
            if holder.tag == "p":
                words = tidy(picture.attributes.get("alt") or "")
                if len(words) >= _WORDS_TOLD and tidy(holder.text()) == words:
                    found.add(holder.mem_id)
                break
            holder = holder.parent
    return found
