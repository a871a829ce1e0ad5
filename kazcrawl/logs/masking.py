"""No password in anything that people read: logs, messages, tracebacks."""

import re

_MASK = "***"
# scheme://user:PASSWORD@host, and password=PASSWORD in an address or a connection string.
_IN_ADDRESS = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://[^\s:/@'\"]*:)[^\s@/'\"]+(?=@)")
_IN_QUERY = re.compile(r"(?i)(\bpass(?:word|wd)?=)[^\s&;'\"]+")
# What is known to be secret, as it is and as addresses write it.
_known: set[str] = set()


def keep_secret(*words: str) -> None:
    """Masks these words wherever they stand from now on; short ones are left alone.

    A secret of one or two characters would make every message unreadable.
    """
    _known.update(word for word in words if len(word) > 2)


def mask(text: str) -> str:
    """``text`` with every password in it replaced by three asterisks."""
    for word in sorted(_known, key=len, reverse=True):
        text = text.replace(word, _MASK)
    return _IN_QUERY.sub(rf"\g<1>{_MASK}", _IN_ADDRESS.sub(rf"\g<1>{_MASK}", text))
