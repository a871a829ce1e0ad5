"""What templates print inside a headline's element: for whom the article is, its date, labels."""

from selectolax.lexbor import LexborNode

from kazcrawl.pages.text import lines
from kazcrawl.text import pattern, tidy

_AGE = r"[\[(]?(?:0|6|12|16|18|21)\+[\])]?"
_DATE = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:[\s,]+\d{1,2}:\d\d)?"
_BADGES = pattern(rf"^{_AGE}\s+|\s+{_AGE}$|[\s,]*{_DATE}\s*$")

# Characters that a title does not have by chance.
_LEAST = 15
PIECES = "span, small, a, sup, i, em, b, strong, button, label"
"""Elements in which a heading may have them."""


def lines_of_heading(heading: LexborNode, titles: list[str]) -> list[str]:
    """The lines of a heading without the labels, counts and buttons in it: elements without
    which one of the page's titles repeats it, and none with them."""
    whole = lines(heading)
    pieces = {piece.mem_id for piece in heading.css(PIECES)}
    if not pieces or _is_in(whole, titles):
        return whole
    bare = lines(heading, pieces)
    return bare if bare and _is_in(bare, titles) else whole


def _is_in(heading: list[str], titles: list[str]) -> bool:
    text = tidy(" ".join(heading))
    return len(text) >= _LEAST and any(text in title for title in titles)


def without_badges(headline: str) -> str:
    """A headline without an age before or behind it, and without a date behind it."""
    return _BADGES.sub("", headline)


def own_headline(headline: str, titles: list[str]) -> str:
    """The same of a headline that one of the page's titles repeats without them, and none with
    them: else they may well be its own words."""
    bare = without_badges(headline)
    is_repeated = any(bare in title for title in titles)
    return bare if is_repeated and not any(headline in title for title in titles) else headline
