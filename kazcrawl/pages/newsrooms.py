"""A site that is named as its own article's author is none, unless it is a person's."""

from collections.abc import Callable
from typing import Any

from kazcrawl.pages import jsonld


def without_newsroom(names: list[str], publisher: Any, site: Callable[[], str | None]) -> list[str]:
    """Authors without the publisher that JSON-LD calls an organisation, and without the site's
    own name where it is hardly a person's: a blog may be called by its writer's."""
    is_firm = isinstance(publisher, dict) and jsonld.is_organization(publisher)
    firm = jsonld.text_of(publisher) if is_firm else None
    kept = [name for name in names if firm is None or name.casefold() != firm.casefold()]
    if not any(map(_is_title, kept)):
        return kept
    own = (site() or "").casefold()
    return [name for name in kept if not _is_title(name) or name.casefold() != own]


def _is_title(name: str) -> bool:
    """Whether a name is hardly a person's: a single word, or one with an article."""
    first, *others = name.split()
    return not others or first.casefold() == "the"
