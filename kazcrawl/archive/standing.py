"""The addresses that every run asks for, as they were when they were last asked for."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select

from kazcrawl.archive.schema import standing
from kazcrawl.archive.store import Archive


@dataclass(slots=True)
class Standing:
    """A standing page: RSS, sitemap, listing or robots.txt.

    ``asked_at`` is UTC text, ``status`` the HTTP status of the answer (0: none came), ``content``
    robots.txt's text or, as JSON, what the others showed. ``etag`` and ``last_modified`` are what
    the server gave to ask again with.
    """

    url: str
    asked_at: str
    status: int
    etag: str | None = None
    last_modified: str | None = None
    content: str | None = None


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def recall(archive: Archive, url: str) -> Standing | None:
    """A page as it was, None for one that was never asked for. Raises ArchiveError."""
    names = ("url", "asked_at", "status", "etag", "last_modified", "content")
    with archive.reading() as reader:
        row = reader.execute(
            select(*(standing.c[name] for name in names)).where(standing.c.url_hash == _hash(url))
        ).first()
    return Standing(*row) if row else None


def remember(archive: Archive, pages: Iterable[Standing]) -> None:
    """Keeps pages as they are now, all of them or none. Raises ArchiveError."""
    rows = [{"url_hash": _hash(page.url)} | asdict(page) for page in pages]
    if not rows:
        return
    with archive.writing() as connection:
        connection.execute(
            delete(standing).where(standing.c.url_hash.in_([row["url_hash"] for row in rows]))
        )
        connection.execute(insert(standing), rows)
