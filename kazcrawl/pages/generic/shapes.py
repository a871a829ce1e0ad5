"""What a block is by its place in the tree."""

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import Block


def shapes_of(block: Block) -> set[tuple[HtmlElement | None, str]]:
    """Where a block stands and as what: two of one shape are paragraphs of one text."""
    holder = block.element.getparent()
    around = holder.getparent() if holder is not None else None
    shapes = {(holder, block.tag)}
    if around is not None and holder is not None and around.tag not in ("html", "body"):
        shapes.add((around, f"{holder.tag} {block.tag}"))
    return shapes
