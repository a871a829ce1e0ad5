"""Answers that a page folds away: hidden until the reader opens the question above them."""

from selectolax.lexbor import LexborNode

from kazcrawl.text import tidy

QUESTIONS = frozenset("h2 h3 h4 h5 h6 dt summary button".split())
"""Elements that may be the question right above a hidden answer."""
HEADINGS = QUESTIONS - {"button"}
"""Those in which a button is one, whether it asks or not."""
_QUESTION_MARKS = ("?", "？", "؟")
# More characters are no question.
_LONGEST = 300


def is_question(text: str) -> bool:
    """Whether a text asks something."""
    text = tidy(text)
    return len(text) <= _LONGEST and text.endswith(_QUESTION_MARKS)


def opened_by_questions(root: LexborNode) -> frozenset[str]:
    """The ids of the elements in ``root`` that a question opens, or a button in a heading."""
    return frozenset(
        control.attributes.get("aria-controls") or ""
        for control in root.css("[aria-controls]")
        if (control.parent is not None and control.parent.tag in HEADINGS)
        or is_question(control.text())
    )


def is_below_question(hidden: LexborNode) -> bool:
    """Whether the element right above one is a question."""
    above = hidden.prev
    while above is not None and (above.tag or "-")[0] in "-!":
        above = above.prev
    return above is not None and above.tag in QUESTIONS and is_question(above.text())
