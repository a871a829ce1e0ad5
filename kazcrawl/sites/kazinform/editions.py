"""The agency's editions, read from ``editions.toml``."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the agency: where it lives and how its addresses look.

    ``language`` is a BCP 47 tag; ``article`` a path with one ``{slug}``; ``feed``, ``rss``,
    ``sitemap`` and ``last_news`` are paths on ``host``; ``sections`` are slugs of
    ``/category/<slug>/``.
    """

    code: str
    host: str
    hosts: tuple[str, ...]
    language: str
    article: str
    paths: tuple[str, ...]
    feed: str
    rss: str
    sitemap: str
    last_news: str
    sections: tuple[str, ...]

    @property
    def root(self) -> str:
        """The edition's address without a path: ``https://kaz.inform.kz``."""
        return f"https://{self.host}"

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host under which the edition's articles are or were found."""
        return (self.host, *self.hosts)


def _load() -> dict[str, Edition]:
    table = tomllib.loads(
        files("kazcrawl.sites.kazinform").joinpath("editions.toml").read_text("utf-8")
    )
    return {
        code: Edition(
            code=code,
            **{  # type: ignore[arg-type]
                key: tuple(value) if isinstance(value, list) else value
                for key, value in row.items()
            },
        )
        for code, row in table.items()
    }


EDITIONS: dict[str, Edition] = _load()
"""Every edition by its code, in the order in which they are walked."""

BY_HOST: dict[str, Edition] = {
    host: edition for edition in EDITIONS.values() for host in edition.all_hosts
}
"""The edition that lives, or lived, on a host."""

BY_PATH: dict[str, Edition] = {
    path: edition for edition in EDITIONS.values() for path in edition.paths
}
"""The edition that a first path segment names (``www.inform.kz/kz/…``)."""
