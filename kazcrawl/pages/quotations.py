"""Who says a quotation, and what a table shows: text, though it stands where captions do."""

from selectolax.lexbor import LexborNode

# What a figure holds that is text, and what is none.
_QUOTED, _SHOWN = "blockquote, table, pre", "img, amp-img, picture, video, iframe, svg, canvas"


def is_quoted(node: LexborNode) -> bool:
    """Whether an element is the footer of a quotation, which names who says it, or captions a
    figure of a quotation or of a table."""
    parent = node.parent
    if parent is None or node.tag not in ("footer", "figcaption"):
        return False
    if node.tag == "footer":
        return parent.tag == "blockquote"
    return parent.css_first(_QUOTED) is not None and parent.css_first(_SHOWN) is None
