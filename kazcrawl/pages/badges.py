"""What templates print inside a headline's element: for whom the article is, and its date."""

from kazcrawl.text import pattern

_AGE = r"[\[(]?(?:0|6|12|16|18|21)\+[\])]?"
_DATE = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:[\s,]+\d{1,2}:\d\d)?"
_BADGES = pattern(rf"^{_AGE}\s+|\s+{_AGE}$|[\s,]*{_DATE}\s*$")


def without_badges(headline: str) -> str:
    """A headline without an age before or behind it, and without a date behind it."""
    return _BADGES.sub("", headline)


def own_headline(headline: str, titles: list[str]) -> str:
    """The same of a headline that one of the page's titles repeats without them, and none with
    them: else they may well be its own words."""
    bare = without_badges(headline)
    is_repeated = any(bare in title for title in titles)
    return bare if is_repeated and not any(headline in title for title in titles) else headline
