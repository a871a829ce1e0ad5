"""The parts of a title: what may be its headline, and what the site's name."""

import re

# What stands between a title, a section and the site's name; a plain hyphen only between Chinese
# signs or spaces, for it also joins words.
SEPARATORS = re.compile(
    r"\s*(?:\|\|?|｜|::|»|_|--|–|—|－|[⋆★☆])\s*|\s+(?:[-·•●:/\\«‹›<>~→▷▶❯]|//)\s+"
    r"|(?<=[\u3400-\u9fff”》！？])-(?=[\u3400-\u9fff])"
)
COLON = re.compile(r"(?<!:):\s+|：\s*")
# What stands before a site's few words at a title's end, where no other mark does.
_BEFORE_SITE = re.compile(r"[.,]\s+(?=\S+(?:\s\S+){0,3}$)|\s+(?=[\[(（][^\[\]()（）]+[\])）]$)")
# An end of a title is its headline only if it is most of it.
MOST_OF_TITLE = 0.5


def beginnings(title: str) -> list[str]:
    """A title and its beginnings, the longest first."""
    marks = reversed(list(SEPARATORS.finditer(title)))
    return [title, *(title[: mark.start()].strip() for mark in marks)]


def ends(title: str) -> list[str]:
    """The ends of a title of a site that names itself in front, the longest first."""
    ends = (title[mark.end() :].strip() for mark in SEPARATORS.finditer(title))
    return [end for end in ends if len(end) > MOST_OF_TITLE * len(title)]


def behind_colon(title: str) -> list[str]:
    """The same behind a colon, which also stands inside headlines."""
    ends = (title[mark.end() :] for mark in COLON.finditer(title))
    return [end for end in ends if len(end) > MOST_OF_TITLE * len(title)]


def before_colon(title: str) -> list[str]:
    """The beginnings before a colon, the longest first."""
    begins = [title[: mark.start()] for mark in COLON.finditer(title)]
    return [begin for begin in reversed(begins) if len(begin) > MOST_OF_TITLE * len(title)]


def before_site(title: str) -> list[str]:
    """The beginnings before a name in brackets, or a few words behind a full stop or comma."""
    begins = [title[: mark.start()] for mark in _BEFORE_SITE.finditer(title)]
    return [begin for begin in reversed(begins) if len(begin) > MOST_OF_TITLE * len(title)]
