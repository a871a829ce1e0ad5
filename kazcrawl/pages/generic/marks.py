"""Inline markup of a tree turned into the text that it means, before anything reads the tree."""

from itertools import islice

from lxml.html import HtmlElement

from kazcrawl.pages import inline
from kazcrawl.pages.generic.tree import carrying, named, text_of_element, text_size
from kazcrawl.pages.sources import TO_PICTURE, picture_source
from kazcrawl.text import pattern

_SILENT = ("del", "s", "strike", "rt", "rp", "annotation", "annotation-xml")
# HTML's own elements, but for MathML; browsers print any other as a part of the line.
_ELEMENTS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend
    li link main map mark marquee menu meta meter nav nobr noframes noindex noscript object ol
    optgroup option output p param picture pre progress q rp rt ruby s samp script search section
    select small source span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr amp-img
    """.split()
)
_LINES = frozenset("p h1 h2 h3 h4 h5 h6 a b i em strong span font u small".split())
_HOLD_LINES = frozenset("p div ul ol table h1 h2 h3 h4 blockquote figure section article".split())
# What the role of a heading makes one, and what a figure holds that is no picture.
_HEADINGS = ("div", "p", "span")
_NOTED = ("blockquote", "table", "pre")
_SHOWN = ("img", "amp-img", "video", "iframe", "svg", "canvas")
_PREFORMATTED = "pre"
_QUOTES = pattern("quote|Quote|citat")
_SUBHEADS = pattern("title|head|sub")
# Characters of a heading in an element that only its name says to be one.
_SUBHEAD = 120
# Paragraphs of a text, not of a notice, that a page holds for browsers without scripts alone.
_PARAGRAPHS = 3
# Characters of a quotation in an element that only its name says to be one.
_QUOTE = 1_500


def write_out(body: HtmlElement) -> None:
    """Superscripts, quotations, emoji pictures, twice escaped text: as a reader sees them."""
    for element in list(body.iter(*_SILENT)):
        element.drop_tree()
    whole = 0
    for element in list(body.iter("noscript")):
        _lend_picture(element)
        if len(list(islice(element.iter("p"), _PARAGRAPHS))) < _PARAGRAPHS:
            continue
        whole = whole or text_size(body)
        if 2 * text_size(element) > whole:
            element.tag = "div"
    for element in body.iter("template"):
        if element.get("shadowrootmode"):
            element.tag = "div"
    for element in list(body.iter("picture")):
        _lend_sources(element)
    for element in body.iter("amp-img"):
        element.tag = "img"
    for element in list(body.iter("sup", "q", "img")):
        if element.getparent() is None:
            continue  # it stood in another that is a text now
        if element.tag == "sup":
            _replace(element, inline.raised(text_of_element(element), _before(element)))
        elif element.tag == "q":
            opening, closing = inline.quoted(text_of_element(element))
            element.text = opening + (element.text or "")
            element.tail = closing + (element.tail or "")
        elif sign := inline.emoji(element.get("class"), element.get("alt")):
            _replace(element, sign)
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _ELEMENTS and _is_inline(element):
            element.tag = "span"
        if element.text and "&" in element.text:
            element.text = inline.unescaped(element.text)
        if element.tail and "&" in element.tail:
            element.tail = inline.unescaped(element.tail)
    for element in list(body.iter(_PREFORMATTED)):
        for piece in list(element.iter()):
            _break_lines(piece)
    _name_blocks(body)


def _name_blocks(body: HtmlElement) -> None:
    """Makes headings, quotations and lines of elements that only their class, role or style says to
    be such, and a line of what stands below a quotation or a table in a figure."""
    for element in carrying(body, "style", "role"):
        if inline.is_made_block(element.tag, element.get("style")):
            element.tag = "div"
        is_heading = element.get("role") == "heading" and element.tag in _HEADINGS
        if is_heading and element.find("*") is None and 0 < text_size(element) <= _SUBHEAD:
            element.tag = "h3"
    for element in list(body.iter("figcaption")):
        figure = next(element.iterancestors("figure"), None)
        if figure is None or next(figure.iter(*_NOTED), None) is None:
            continue
        # One that was never closed holds what stands behind it.
        if text_size(element) <= _QUOTE and next(figure.iter(*_SHOWN), None) is None:
            element.tag = "h4"
            quotation = figure.find(".//blockquote")
            if quotation is not None and quotation not in element.iter("blockquote"):
                element.tag = "p"
                quotation.append(element)
    for element in named(body, _SUBHEADS, "div"):
        if element.find("*") is not None:
            continue
        around = (element.getprevious(), element.getnext())
        is_between = all(beside is not None and beside.tag == "p" for beside in around)
        if is_between and 0 < text_size(element) <= _SUBHEAD:
            element.tag = "h3"
    for element in named(body, _QUOTES, "div", "section", "aside"):
        # The words and who says them.
        is_pair = sum(1 for _ in element.iterchildren("*")) > 1
        if is_pair and text_size(element) <= _QUOTE:
            element.tag = "blockquote"


def _is_inline(element: HtmlElement) -> bool:
    """Whether an element of another language, or of a script, is a part of a line."""
    parent = element.getparent()
    if parent is None or not _HOLD_LINES.isdisjoint(piece.tag for piece in element):
        return False
    return parent.tag in _LINES or bool((element.tail or "").strip() or _before(element).strip())


def _lend_picture(noscript: HtmlElement) -> None:
    """Gives a placeholder the picture that stands behind it for browsers without scripts; without
    one the picture of a figure with a caption takes its own place. Elsewhere it may as well be an
    advertisement, a counter or the card of another article."""
    picture, placeholder = noscript.find(".//img"), noscript.getprevious()
    if picture is None:
        return
    if placeholder is None:
        placeholder = noscript.getnext()
    if placeholder is None or placeholder.tag != "img":
        if _is_captioned(noscript):
            picture.tail = None
            noscript.addprevious(picture)
    elif picture_source(dict(placeholder.items())) is None and picture.get("src"):
        placeholder.set("data-src", picture.get("src"))


def _is_captioned(noscript: HtmlElement) -> bool:
    """Whether it stands in a figure with a caption that leads nowhere."""
    figure = next(noscript.iterancestors("figure"), None)
    return (
        figure is not None
        and figure.find(".//figcaption") is not None
        and figure.find(".//a") is None
        and next(figure.iterancestors("a"), None) is None
    )


def _lend_sources(choice: HtmlElement) -> None:
    """Gives a placeholder the first set of pictures that a ``picture`` offers in its place; not in
    the card of another article, which leads elsewhere than to a picture."""
    picture, link = choice.find(".//img"), next(choice.iterancestors("a"), None)
    if picture is None or picture_source(dict(picture.items())) is not None:
        return
    if link is not None and not TO_PICTURE.search(link.get("href") or ""):
        return
    for source in choice.iter("source"):
        offered = picture_source({"srcset": source.get("data-srcset") or source.get("srcset")})
        if offered is not None:
            picture.set("data-src", offered)
            return


def _before(element: HtmlElement) -> str:
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or text_of_element(previous)
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""


def _replace(element: HtmlElement, text: str) -> None:
    """Puts a text where an element stands."""
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()


def _break_lines(preformatted: HtmlElement) -> None:
    """A line's end inside ``pre`` becomes the element that ends a line elsewhere."""
    first, *others = (preformatted.text or "").split("\n")
    preformatted.text = first
    for place, line in enumerate(others):
        preformatted.insert(place, _line_break(preformatted, line))
    for child in list(preformatted)[len(others) :]:
        first, *others_behind = (child.tail or "").split("\n")
        child.tail = first
        for line in reversed(others_behind):
            child.addnext(_line_break(preformatted, line))


def _line_break(parent: HtmlElement, tail: str) -> HtmlElement:
    element: HtmlElement = parent.makeelement("br")
    element.tail = tail
    return element
