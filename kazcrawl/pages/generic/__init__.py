"""An article page of unknown layout: metadata and text density instead of selectors."""

from kazcrawl.pages.generic.reader import LAYOUT, read_generic

__all__ = ["LAYOUT", "read_generic"]
