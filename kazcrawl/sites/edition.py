"""An edition: where a site's news in one language lives, and what its addresses look like."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any


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


def read_editions(text: str) -> dict[str, Edition]:
    """Editions by code from TOML, in its order: a table each; ``[default]`` holds for all."""
    tables = tomllib.loads(text)
    default = tables.pop("default", {})
    return {
        code: Edition(code=code, **dict(_fields(default | table))) for code, table in tables.items()
    }


def _fields(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        yield name, tuple(value) if isinstance(value, list) else value
