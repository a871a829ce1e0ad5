"""Text as one tidy line, and patterns: what every room that handles text agrees on."""

import re
import unicodedata
from typing import Any, cast

# What has no width goes, what no XML file may hold, and what only a font of icons can draw; ZWJ and
# ZWNJ stay between letters: Arabic script writes with them.
_INVISIBLE = re.compile(
    "[\ue000-\uf8ff\u00ad\u061c\u180e\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_METHODS = ("search", "match", "fullmatch", "sub", "split", "finditer", "findall")


def tidy(text: str | None) -> str:
    """One line of text: NFC, single spaces, nothing invisible, no space at either end."""
    if not text:
        return ""
    # These count as printable: what a lost picture leaves, and a mark that joins nothing.
    if "\ufffc" in text or "\u034f" in text:
        text = text.replace("\ufffc", "").replace("\u034f", "")
    # Nothing invisible is printable, nor white space but the plain one: most texts are tidy.
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())
    if text.isascii():
        return text
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def tidy_or_none(text: str | None) -> str | None:
    """``tidy``, with null for nothing and for the word ``None`` that templates print."""
    text = tidy(text)
    return None if text in ("", "None") else text


class _Pattern:
    """Stands for an ``re.Pattern``, whose methods are its own from the first use on."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, put off until the first use: most runs find nothing new to read."""
    return cast("re.Pattern[str]", _Pattern(expression, flags))
