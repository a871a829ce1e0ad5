"""An edition: where a site's news in one language lives, and what its addresses look like."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

# BCP 47 as far as editions need it: language, script, region.
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?)?")
_PLACE = re.compile(r"\{[^{}]*\}")
# What stands in a path in braces, all of it.
_PLACES = {
    "article": {"{slug}"},
    "front": {"{page}"},
    "day": {"{page}", "{day}"},
    "section": {"{page}", "{section}"},
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a site.

    ``language`` is a BCP 47 tag, empty where each page tells its own; ``article`` the path of an
    article with one ``{slug}``; ``hosts`` are former or further hosts, ``paths`` first path
    segments by which other hosts name the edition. The paths of the listings hold ``{page}``,
    ``day`` also ``{day}`` (None: the site has no day archive) and ``section`` ``{section}``;
    ``sections`` are the slugs known. ``syndication`` are paths of feeds for machines by name,
    the best first; ``last_news`` is a sitemap that tells which of the last articles changed.
    """

    code: str
    host: str
    language: str
    front: str
    article: str = "/{slug}"
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    day: str | None = None
    section: str = "/{section}/?page={page}"
    sections: tuple[str, ...] = ()
    syndication: dict[str, str] = field(default_factory=dict)
    last_news: str | None = None

    def __post_init__(self) -> None:
        """ValueError for a language that is none and for a path with unknown braces."""
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"language = {self.language!r} is no BCP 47 tag such as kk-Cyrl")
        for name, places in _PLACES.items():
            path = getattr(self, name) or ""
            if unknown := set(_PLACE.findall(path)) - places:
                known = " and ".join(sorted(places))
                raise ValueError(f"{name} = {path!r}: {unknown.pop()} is unknown, only {known}")

    @property
    def root(self) -> str:
        """The edition's address without a path: ``https://kaz.inform.kz``."""
        return f"https://{self.host}"

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host under which the edition's articles are or were found."""
        return (self.host, *self.hosts)

    def front_page(self) -> str:
        """The address of the front listing, with ``{page}``."""
        return self.root + self.front

    def section_page(self, slug: str) -> str:
        """The address of a section's listing, with ``{page}``."""
        return self.root + self.section.replace("{section}", slug)

    def day_page(self, day: date) -> str:
        """The address of the listing of one day, with ``{page}``. ValueError without such."""
        if self.day is None:
            raise ValueError(f"{self.code} has no day archive")
        return self.root + self.day.replace("{day}", str(day))


def read_editions(text: str, name: str = "editions.toml") -> dict[str, Edition]:
    """Editions by code from TOML, in its order: a table each; ``[default]`` holds for all.

    ValueError for what is wrong, one line with the file's ``name``, the edition and the field.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None
    default = tables.pop("default", {})
    editions: dict[str, Edition] = {}
    for code, table in tables.items():
        try:
            editions[code] = Edition(code=code, **dict(_fields(default | table)))
        except ValueError as error:
            raise ValueError(f"{name} [{code}]: {error}") from None
    for what in ("all_hosts", "paths"):
        _check_owners(name, what, editions)
    return editions


def _fields(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    names = [field.name for field in fields(Edition) if field.name != "code"]
    for name in ("host", "language", "front"):
        if name not in table:
            raise ValueError(f"{name} is lacking")
    for name, value in table.items():
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]}?" if near else f", only {', '.join(names)}"
            raise ValueError(f"there is no {name}{hint}")
        for place in _PLACES.get(name, ()) if isinstance(value, str) else ():
            if place not in value:
                raise ValueError(f"{name} = {value!r} lacks {place}")
        yield name, tuple(value) if isinstance(value, list) else value


def _check_owners(name: str, what: str, editions: dict[str, Edition]) -> None:
    """A host or path names one edition."""
    owners: dict[str, str] = {}
    for code, edition in editions.items():
        for value in getattr(edition, what):
            if owners.setdefault(value, code) != code:
                raise ValueError(f"{name} [{code}]: {value} is {owners[value]}'s already")
