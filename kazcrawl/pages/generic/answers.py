"""Answers that a page folds away, in a tree: shown before anything drops what is hidden."""

from lxml.html import HtmlElement

from kazcrawl.pages import inline
from kazcrawl.pages.disclosures import HEADINGS, QUESTIONS, is_question
from kazcrawl.pages.generic.tree import carrying, text_of_element

_HIDING = ("hidden", "aria-hidden", "style")


def open_answers(body: HtmlElement) -> None:
    """Shows the answers to questions that are hidden until somebody opens them; what opens an
    answer is no link to another page."""
    opened = set()
    for control in carrying(body, "aria-controls"):
        parent = control.getparent()
        in_heading = parent is not None and parent.tag in HEADINGS
        if in_heading or is_question(text_of_element(control)):
            opened.add(control.get("aria-controls"))
            if control.tag == "a":
                control.tag = "span"
    for element in carrying(body, *_HIDING):
        if not inline.is_hidden(element.tag, dict(element.items())):
            continue
        if element.get("id") in opened or _is_below_question(element):
            for name in _HIDING:
                element.attrib.pop(name, None)


def _is_below_question(element: HtmlElement) -> bool:
    above = element.getprevious()
    return above is not None and above.tag in QUESTIONS and is_question(text_of_element(above))
