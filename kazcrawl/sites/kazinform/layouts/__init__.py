"""The agency's own layouts, a generation a file."""

from kazcrawl.pages.layouts import Layouts, discover

LAYOUTS: Layouts = discover(__name__, missing="div.error__wrapper")
"""Newest first, as each says of itself."""
