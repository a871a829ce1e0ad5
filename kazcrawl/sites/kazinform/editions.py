"""The agency's editions, read from ``editions.toml``."""

from importlib.resources import files

from kazcrawl.sites.edition import read_editions

EDITIONS = read_editions(
    files("kazcrawl.sites.kazinform").joinpath("editions.toml").read_text("utf-8")
)
"""Every edition by its code, in the order in which they are walked."""
