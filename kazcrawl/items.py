"""What the engine hands on: an address as it was found, and the article that came of it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kazcrawl.record import Article

NEW, LOOK = "new", "look"
"""Kinds: an address that the archive lacks; an archived article that is looked at again."""


class Found(NamedTuple):
    """An address as a listing showed it; ``day`` is the card's day on the site's clock and
    ``title`` its title, if it told them, ``section`` the slug of the section listing that showed
    it."""

    url_hash: str
    url: str
    edition: str
    section: str | None = None
    day: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Fetched:
    """An article on its way through the pipelines, and how it was come by.

    ``kind`` is NEW or LOOK; ``validators`` are ETag and Last-Modified of the answer;
    ``aliases`` the canonical forms of the other addresses under which the article was met;
    ``published_machine`` what the page says of its date for machines, ``modified_raw`` of its last
    change;
    ``removed`` the lines that cleaning took out: text, rule and place; ``ahead`` what was made for
    the pipelines where the page was read (pipelines/ahead.py).
    """

    article: Article
    found: Found
    kind: str = NEW
    validators: tuple[str | None, str | None] = (None, None)
    aliases: list[str] = field(default_factory=list)
    published_machine: str | None = None
    modified_raw: str | None = None
    removed: list[tuple[str, str, str]] = field(default_factory=list)
    ahead: tuple[Any, ...] = ()
