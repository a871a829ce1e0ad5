"""HTML to lines of text, as a reader sees them."""

import re
from collections.abc import Collection

from selectolax.lexbor import LexborNode

from kazcrawl.pages.embeds import permalink
from kazcrawl.text import tidy

# Elements that begin and end a line of their own.
_BLOCKS = frozenset(
    """
    address article aside blockquote br center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table
    tbody thead tfoot tr ul
    """.split()
)
_CELLS = frozenset(("td", "th"))
# Elements whose text nobody reads.
_UNSEEN = frozenset(
    """
    script style noscript template iframe object embed svg canvas audio video select option
    button input textarea head title map plaintext
    """.split()
)


def lines(root: LexborNode, skipped: Collection[int] = ()) -> list[str]:
    """The text of ``root`` as tidy lines: one a paragraph, list item, table row or ``<br>``.

    Behind the text of an embedded post stands the post's address.

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
                if tag == "blockquote" and (post := _post_of(node)):
                    found.extend([post] if not any(post in line for line in found) else [])
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


def _post_of(quotation: LexborNode) -> str | None:
    """The address of the post that a quotation embeds."""
    links = [link.attributes.get("href") for link in quotation.css("a[href]")]
    own = quotation.attributes
    return permalink([own.get("cite"), *links, own.get("data-instgrm-permalink")])


def is_only_links(node: LexborNode) -> bool:
    """Whether all the words of an element stand inside links."""
    text = tidy(node.text())
    return bool(text) and text == tidy(" ".join(link.text() for link in node.css("a")))
