"""Buttons that belong to a text: a question that opens its answer, a word that is explained."""

from selectolax.lexbor import LexborNode

from kazcrawl.pages.disclosures import HEADINGS, is_question
from kazcrawl.text import tidy


def holds_question(button: LexborNode) -> bool:
    """Whether a button holds a heading or question of the text, as accordions have them."""
    parent, text = button.parent, button.text()
    if parent is not None and (parent.tag in HEADINGS or parent.tag == "h1"):
        return any(map(str.isalnum, text))
    return is_question(text)


def is_word(button: LexborNode) -> bool:
    """Whether a button is a word of a sentence: it opens what the word means."""
    around = (button.prev, button.next)
    return all(
        beside is not None and beside.tag == "-text" and bool(tidy(beside.text_content))
        for beside in around
    )
