"""Takes out of a tree what is no text for a reader: players, forms, menus, hidden and named chrome."""

from collections import Counter
from collections.abc import Callable
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from kazcrawl.cleaning import is_call
from kazcrawl.pages import inline
from kazcrawl.pages.chrome import chrome_name, is_advertising
from kazcrawl.pages.generic.tree import carrying, text_of_element, text_size

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Never text for a reader, whatever they hold.
_DROPPED = tuple(
    """
    script style noscript template svg canvas iframe object embed audio video map math head
    title meta link select option datalist input textarea dialog frame frameset applet
    """.split()
)
_DROPPED_WRAPPERS = ("label", "menu", "button", "nav", "footer")
# Some sites wrap an article in these: it has paragraphs, and at least so many characters.
_WRAPPED_ARTICLE = 600
# Elements inside a button that may be a question.
_MOST_PIECES = 30
_ROLES = frozenset(
    """
    navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar
    tooltip
    """.split()
)
# Boxes, and the characters of one that is headed by a call.
_BOXES = ("div", "section", "aside")
_CALL_BOX = 300
# What the first element of such a box says, by what it is.
_CALLS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(HEADINGS - {"h1"}, is_call),
    **dict.fromkeys("p span small div b strong em".split(), is_advertising),
}
# Characters beside a form that only say what it is for.
_FORM_WORDS = 160
# An element with more of the page's plain text than this is no chrome, whatever its name.
_MOST_OF_PAGE = 0.5
# Characters outside links, and their share, from which a weak name is not believed.
_PROSE, _PROSE_SHARE = 500, 0.6
_INSIDE = frozenset(
    "a abbr b button cite code dfn em font i ins label mark q small span strong time u".split()
)
# Letters of a link that is a title, not a word of the sentence.
_TITLE = 25
# The attributes by which an element is told to be chrome, or hidden.
_TELLING = ("class", "id", "hidden", "style", "aria-hidden")
_ASKS = etree.XPath(
    "boolean(.//input[@type='radio' or @type='checkbox' or @type='email' or @type='text'"
    " or @type='search']"
    "|.//select|.//textarea)"
)


def prune(body: HtmlElement) -> None:
    """Takes out, in place, what is no text for a reader. A wrapper around most of the page stays."""
    _drop_forms(body)
    etree.strip_elements(body, *_DROPPED, with_tail=False)
    for element in list(body.iter(*_DROPPED_WRAPPERS)):
        if element.getparent() is None or _is_text(element):
            continue
        element.drop_tree()
    _drop_named(body)
    _drop_calls(body)
    _drop_titles(body)


def _drop_calls(body: HtmlElement) -> None:
    """Small boxes headed by a call, to subscribe, to share, to get an application, or labelled
    as advertising."""
    for box in list(body.iter(*_BOXES)):
        head = next((child for child in box if isinstance(child.tag, str)), None)
        says = None if head is None or box is body else _CALLS.get(head.tag)
        if says is None or box.getparent() is None:
            continue
        if says(text_of_element(head).strip()) and text_size(box) < _CALL_BOX:
            box.drop_tree()


def _drop_titles(body: HtmlElement) -> None:
    """Boxes of nothing but titles of other articles that pop up inside a sentence."""
    titles = [link for link in body.iter("a") if len(_bare(link)) >= _TITLE]
    around = Counter(box for link in titles if (box := link.getparent()) is not None)
    for box, count in around.items():
        is_inside = box.tag == "span" and next(box.iterancestors("p"), None) is not None
        if is_inside and count > 1 and "".join(map(_bare, box.iter("a"))) == _bare(box):
            box.drop_tree()


def _bare(element: HtmlElement) -> str:
    return "".join(text_of_element(element).split())


def _is_text(wrapper: HtmlElement) -> bool:
    if wrapper.tag in ("label", "button") and _is_word(wrapper):
        return True
    if wrapper.tag == "button":
        parent = wrapper.getparent()
        if parent is not None and parent.tag in HEADINGS:
            return any(map(str.isalnum, text_of_element(wrapper)))
        small = len(list(islice(wrapper.iter(), _MOST_PIECES))) < _MOST_PIECES
        return small and text_of_element(wrapper).strip().endswith(("?", "？", "؟"))
    if wrapper.tag == "footer" and next(wrapper.iterancestors("blockquote"), None) is not None:
        return True  # it names who says the quotation
    return wrapper.find(".//p") is not None and text_size(wrapper) > _WRAPPED_ARTICLE


def _drop_forms(body: HtmlElement) -> None:
    """Polls, reply and subscription forms; a form around the whole page is none."""
    forms = [form for form in body.iter("form") if _ASKS(form)]
    if forms:
        whole = text_size(body)
        for form in forms:
            if form.getparent() is not None and 2 * text_size(form) < whole:
                _box_of(form).drop_tree()


def _box_of(form: HtmlElement) -> HtmlElement:
    """A form, or the box around it that says in a line or two what it is for."""
    box = form
    while (
        (around := box.getparent()) is not None
        and around.tag in ("div", "section", "aside")
        and text_size(around) - text_size(form) < _FORM_WORDS
        and around.getparent() is not None
    ):
        box = around
    return box


def _drop_named(body: HtmlElement) -> None:
    total = None
    suspects = carrying(body, *_TELLING, "role")  # held, so that the ids in `gone` stay theirs
    gone: set[int] = set()
    # A page says the same many times.
    verdicts: dict[tuple[str | None, ...], tuple[bool, str]] = {}
    for element in suspects:
        if element.tag in ("main", "article") or id(element) in gone:
            continue
        told = (element.tag, *map(element.get, _TELLING))
        if told not in verdicts:
            verdicts[told] = _verdict(element)
        hidden, named = verdicts[told]
        if not (hidden or named or element.get("role") in _ROLES):
            continue
        if named and not hidden and _is_word(element):
            continue
        if total is None:
            total = _plain_size(body)
        plain = _plain_size(element)
        if plain > _MOST_OF_PAGE * total or element.find(".//h1") is not None:
            continue
        is_prose = plain > _PROSE and plain > _PROSE_SHARE * text_size(element)
        if (named == "weak" or hidden) and is_prose:
            continue
        gone.update(map(id, element.iter()))
        element.drop_tree()


def _is_word(element: HtmlElement) -> bool:
    """Whether an element is a word of a sentence, which goes on before and behind it."""
    if element.tag not in _INSIDE or not (element.tail or "").strip():
        return False
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    return bool((before or "").strip())


def _verdict(element: HtmlElement) -> tuple[bool, str]:
    """Whether an element is hidden, and as what it is named: see ``chrome_name``."""
    classes = element.get("class") or ""
    named = ""
    if not inline.WIDGETS.isdisjoint(classes.split()):
        named = "strong"
    elif element.tag not in HEADINGS and element.tag != "figcaption":
        named = chrome_name(f"{classes} {element.get('id') or ''}")
    return inline.is_hidden(element.tag, dict(element.items())), named


def _plain_size(element: HtmlElement) -> int:
    """Characters of text outside links."""
    return text_size(element) - sum(text_size(link) for link in element.iter("a"))
