"""HTML to lines of text, as a reader sees them."""

import re
import unicodedata
from collections.abc import Collection

from selectolax.lexbor import LexborNode

# Elements that begin and end a line of their own.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
# Elements whose text nobody reads.
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "head",
        "title",
        "map",
    ]
)

# White space of every kind becomes one space; what has no width goes. ZWJ and ZWNJ stay
# between letters: Arabic script writes with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x00-\x1f\x7f]+")
_PLAIN = re.compile(r"[^\s\x00-\x1f\x7f]+(?: [^\s\x00-\x1f\x7f]+)*")


def tidy(text: str | None) -> str:
    """One line of text: NFC, single spaces, nothing invisible, no space at either end."""
    if not text:
        return ""
    if text.isascii() and _PLAIN.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", text)
    text = _SPACE.sub(" ", text).strip()
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def tidy_or_none(text: str | None) -> str | None:
    """``tidy``, with null for nothing and for the word ``None`` that templates print."""
    text = tidy(text)
    return None if text in ("", "None") else text


def lines(root: LexborNode, skipped: Collection[int] = ()) -> list[str]:
    """The text of ``root`` as tidy lines: one a paragraph, list item, table row or ``<br>``.

    ``skipped`` holds the ``mem_id`` of what is left out with all it contains. The walk keeps
    its own stack, so that no nesting is too deep for it.
    """
    found: list[str] = []
    words: list[str] = []

    def end_line() -> None:
        if words:
            text = tidy("".join(words))
            words.clear()
            if text:
                found.append(text)

    # A node is met on the way down, and a block's end again on the way up (node, True).
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag
        if leaving:
            if tag in _BLOCKS:
                end_line()
            elif tag in _CELLS:
                words.append(" | ")
            continue
        if tag == "-text":
            words.append(node.text_content or "")
            continue
        if tag is None or tag[0] in "-!" or tag in _UNSEEN or node.mem_id in skipped:
            continue
        if tag in _BLOCKS:
            end_line()
        if tag in _BLOCKS or tag in _CELLS:
            stack.append((node, True))
        children = list(node.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children))
    end_line()
    return [re.sub(r"(?: \|)+$", "", line) if line.endswith("|") else line for line in found]


def is_only_links(node: LexborNode) -> bool:
    """Whether all the words of an element stand inside links."""
    text = tidy(node.text())
    return bool(text) and text == tidy(" ".join(link.text() for link in node.css("a")))
