"""The whole body of a known layout, and the boxes of links inside it."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from kazcrawl.cleaning import is_end, is_reference
from kazcrawl.pages.chrome import SHARES, is_advertising
from kazcrawl.pages.text import is_only_links
from kazcrawl.text import tidy

# What goes on behind a body that a stray end tag has closed; anything else ends it, and so does
# what is nothing but links: tags, related articles.
_TEXT = frozenset("p ul ol blockquote h2 h3 h4 table pre figure".split())
# What a stray end tag closes, and how many such boxes.
_STRAY = 2
_CLOSED = frozenset(("div", "article", "section", "main"))
# What holds no text, and what may be empty; an empty one with a picture is none.
_UNSEEN = frozenset(("br", "script", "style", "template"))
_EMPTY = _UNSEEN | frozenset(("div", "p", "ins", "span"))
_SHOWN = "img, picture, video, audio, iframe, embed, object, svg"
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|rar|7z|csv)(?:[?#]|$)", re.IGNORECASE)
_HEADINGS = frozenset("p h2 h3 h4 h5 div span b strong em".split())
_LINES = frozenset("p div li h3 h4".split())
_LONGEST_HEADING = 60
_EMPHASIS = frozenset(("strong", "b", "em"))
_LINES_OF_LINKS = ", ".join(
    f"{above} > a[href]"
    for above in ("p", "li", "h3", "h4", "div", *(f"p > {tag}" for tag in _EMPHASIS))
)
# What a template puts before a link to another article, or behind it.
_SIGNS = re.compile(r"^\W+|\W+$")
# A network's page or an application, not one post of it.
_CHANNEL = re.compile(
    r"https?://(?:www\.)?(?:(?:t\.me|telegram\.me|wa\.me|instagram\.com|facebook\.com|vk\.com|x\.com"
    r"|twitter\.com|tiktok\.com|threads\.net|youtube\.com(?:/c|/channel|/user)?)/[\w.@+-]+/?(?:\?.*)?$"
    r"|(?:www\.)?whatsapp\.com/channel/|news\.google\.com/publications/|apps\.apple\.com/"
    r"|play\.google\.com/)",
    re.IGNORECASE,
)
# Characters beside a link that only label it, and what none of them is.
_LABEL = 30
_STOPS = re.compile(r"[.!?…。！？؟]")
_BLOCKS_IN_LINKS = "a[href] > div, a[href] > p, a[href] > h3, a[href] > h4"
_CARDS = frozenset("div section aside article p li figure".split())
_SENTENCE = (".", "!", "?", "…", "»", "”", "。", "؟")


def whole_body(first: LexborNode) -> list[LexborNode]:
    """The elements that hold a layout's text, in order: the first container, those like it
    beside it, and paragraphs that a stray end tag has put behind one."""
    found = [first]
    goes_on = True
    named = first.attributes.get("class")
    behind = first.next
    while behind is not None:
        if behind.tag == first.tag and named and behind.attributes.get("class") == named:
            found.append(behind)
            goes_on = True
        elif goes_on and _is_text(behind):
            found.append(behind)
        elif not _is_nothing(behind):
            goes_on = False
        behind = behind.next
    return found + (_behind_box(first.parent) if goes_on and len(found) == 1 else [])


def _behind_box(box: LexborNode | None) -> list[LexborNode]:
    """Paragraphs right behind a box that ends with the body: a second stray end tag closed it."""
    for _ in range(_STRAY):
        if box is None or box.tag not in _CLOSED:
            break
        found: list[LexborNode] = []
        behind = box.next
        while behind is not None and (_is_nothing(behind) or _is_text(behind)):
            found += [] if _is_nothing(behind) else [behind]
            behind = behind.next
        if found or behind is not None:
            return found if found and found[0].tag == "p" else []
        box = box.parent
    return []


def _is_nothing(node: LexborNode) -> bool:
    """Whether a node is a comment, white space, or an empty box, as those of advertising are."""
    tag = node.tag or "-"
    if tag[0] in "-!":
        return tag != "-text" or not tidy(node.text_content)
    return tag in _EMPTY and (tag in _UNSEEN or _is_empty(node))


def _is_empty(node: LexborNode) -> bool:
    return not tidy(node.text()) and node.css_first(_SHOWN) is None


def _is_text(node: LexborNode) -> bool:
    """Whether an element is the text's own: one that a layout names is a field beside it."""
    is_plain = node.tag in _TEXT and not node.attributes.get("class")
    return is_plain and not is_only_links(node)


def is_document(href: str | None) -> bool:
    """Whether a link leads to a document: what an article refers to, not another article."""
    return bool(href and _DOCUMENT.search(href))


def linked_boxes(body: LexborNode) -> set[int]:
    """The ``mem_id`` of lines of links behind a heading of related articles ("Read also").

    The box ends at the first line that is not its own.
    """
    found: set[int] = set()
    # A line may hold a hundred thousand links.
    labelled: dict[int, bool] = {}
    for link in body.css("a[href]"):
        line = link.parent
        if line is None or line.tag not in _LINES or line.mem_id in found:
            continue
        if line.mem_id not in labelled:
            labelled[line.mem_id] = _is_labelled(line)
        before = _element_before(line.parent if line.tag == "li" and line.parent else line)
        if _is_box(before, found) and is_only_links(line):
            found.add(line.mem_id)
        elif labelled[line.mem_id] or (_is_box(_element_before(link), found) and _ends_line(link)):
            found.add(link.mem_id)
    return found


def linked_cards(body: LexborNode) -> set[int]:
    """The ``mem_id`` of links in lines of their own that hold a picture and a title: cards."""
    found: set[int] = set()
    met: set[int] = set()
    linked: dict[int, bool] = {}
    for picture in body.css("a[href] img"):
        link = picture.parent
        while link is not None and link.tag != "a":
            link = link.parent
        line = None if link is None else link.parent
        if link is None or line is None or line.tag not in _CARDS or link.mem_id in met:
            continue
        met.add(link.mem_id)
        title = tidy(link.text())
        if not title or title.endswith(_SENTENCE):
            continue
        if line.mem_id not in linked:
            linked[line.mem_id] = is_only_links(line)
        if linked[line.mem_id]:
            found.add(link.mem_id)
    return found


def _is_box(before: LexborNode | None, found: set[int]) -> bool:
    """Whether what stands before a line belongs to a box, or heads one."""
    return before is not None and (before.mem_id in found or _heads_box(before))


def _is_labelled(line: LexborNode) -> bool:
    """Whether a line says in plain text that it is a box of links, and holds nothing else."""
    plain = "".join(child.text() for child in line.iter(include_text=True) if child.tag != "a")
    return len(plain) < _LONGEST_HEADING and is_end(tidy(plain))


def _ends_line(link: LexborNode) -> bool:
    """Whether no text goes on behind a link that stands in no line of its own."""
    behind = link.next
    return behind is None or behind.tag != "-text" or not tidy(behind.text_content)


def _heads_box(node: LexborNode) -> bool:
    if node.tag not in _HEADINGS:
        return False
    text = node.text()
    return len(text) < _LONGEST_HEADING and (is_end(label := tidy(text)) or is_advertising(label))


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and _is_nothing(before):
        before = before.prev
    return None if before is None or before.tag == "-text" else before


def related_links(body: LexborNode, is_own_article: Callable[[str | None], bool]) -> set[int]:
    """Lines of the body that are nothing but a link to another article of the site.

    Layouts that mark related articles in no other way set them as plain paragraphs. A
    sentence of the article that happens to be a link ends like a sentence and stays.
    """
    line_ids: set[int] = set()
    cards: set[int] = set()
    for block in body.css(_BLOCKS_IN_LINKS):
        card = block.parent
        if card is None or card.mem_id in cards:
            continue
        cards.add(card.mem_id)
        if _refers(card, is_own_article) and _is_title(tidy(card.text())):
            line_ids.add(card.mem_id)
    boxes: dict[int, str] = {}
    may_refer: dict[int, bool] = {}
    for link in body.css(_LINES_OF_LINKS):
        line = link.parent
        if line is not None and line.tag in _EMPHASIS:
            line = line.parent
        if line is None or line.mem_id in line_ids:
            continue
        if line.mem_id not in may_refer:
            may_refer[line.mem_id] = _may_refer(line)
        if may_refer[line.mem_id] and _refers(link, is_own_article):
            line_ids.update((line.mem_id, _card_of(line, body, boxes).mem_id))
    return line_ids


def _card_of(line: LexborNode, body: LexborNode, boxes: dict[int, str]) -> LexborNode:
    """The box around a line that refers, if all else in it is a label or a day; else the line.

    ``boxes`` keeps the texts of boxes: one may hold many lines.
    """
    box = line.parent
    if box is None or box.mem_id == body.mem_id or box.tag not in _CARDS:
        return line
    if box.mem_id not in boxes:
        boxes[box.mem_id] = tidy(box.text())
    whole, own = boxes[box.mem_id], tidy(line.text())
    if len(whole) - len(own) > _LABEL:
        return line
    rest = whole.replace(own, "", 1).strip()
    is_label = bool(rest) and not _STOPS.search(rest)
    return box if is_label and box.css_first("p") is None else line


def _refers(link: LexborNode, is_own_article: Callable[[str | None], bool]) -> bool:
    """Whether a link leads to another article of the site, or to a channel of anybody's."""
    href = link.attributes.get("href") or ""
    if is_document(href):
        return False
    return is_own_article(href) or bool(_CHANNEL.match(href) or SHARES.match(href))


def _may_refer(line: LexborNode) -> bool:
    """Whether a line is nothing but links, or says that it refers, and ends as no sentence does."""
    text = tidy(line.text())
    if not _is_title(text):
        return False
    # What may hold more than a line is not asked what it says.
    says = line.tag != "div"
    return is_only_links(line) or (says and is_reference(text)) or _is_signed_link(line, text)


def _is_title(text: str) -> bool:
    return bool(text) and not text.endswith(_SENTENCE)


def _is_signed_link(line: LexborNode, text: str) -> bool:
    """Whether a line is one link and a sign that points at it."""
    link = line.css_first("a[href]")
    return link is not None and _SIGNS.sub("", text) == _SIGNS.sub("", tidy(link.text()))
