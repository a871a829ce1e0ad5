"""What two prints of one label have in common: bullets, brackets and apostrophes aside."""

from kazcrawl.text import pattern

_TRAILING = " :.!…,-–—»：。！|›>→▼*"
_LEADING = "•·▪►▶»›≫>*|-–—→←✔★◆■●☛☞👉👇🔔📲📌📷📸🎥📹🎬🖼📰🔗🔴➡⚡❗‼️ "
_APOSTROPHES = "‘’ʻʼ`´′"
_FIRM = pattern(r"[.。۔][»”\"'’）)\]】」]*$")
_BRACKETED = pattern(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")


def is_firm(line: str) -> bool:
    """Whether a line ends as only a sentence does, in a full stop."""
    return bool(_FIRM.search(line))


def bare(line: str) -> str:
    """A line without the brackets around all of it."""
    inside = _BRACKETED.fullmatch(line.strip())
    return inside[1] if inside else line


def plain(line: str) -> str:
    """A line without bullets before it, its apostrophes of one kind."""
    return straight(line.strip().lstrip(_LEADING))


def straight(text: str) -> str:
    """A text with apostrophes of one kind: looking for each is faster than at each sign."""
    for sign in _APOSTROPHES:
        text = text.replace(sign, "'")
    return text


def key(line: str) -> str:
    """What two prints of one label have in common."""
    return key_of(plain(line), line)


def key_of(text: str, line: str) -> str:
    """The same of a line that is ``text`` when plain."""
    return text.rstrip(_TRAILING).casefold() or line.strip()
