"""Themes, a file each."""

from kazcrawl.pages.layouts import Layouts, discover

LAYOUTS: Layouts = discover(__name__)
"""Newest first, as each says of itself."""
