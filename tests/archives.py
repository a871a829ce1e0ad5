"""Where the archive of a test's data folder is: in its file, or in a database of its own.

``KAZTEST_ARCHIVE=postgres pytest tests/crash`` runs what is named with every archive that a
command makes in a real PostgreSQL; the tests themselves do not know.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from tests.postgres import Postgres

ALL_IN_POSTGRES = os.environ.get("KAZTEST_ARCHIVE") == "postgres"

of_the_file = pytest.mark.skipif(ALL_IN_POSTGRES, reason="it is about the file of SQLite")
"""Marks a test of what only a file can suffer."""

_FOLDER, _ARCHIVE = "KAZCRAWL_DATA=", "KAZCRAWL_ARCHIVE="


class Databases:
    """The databases of data folders on a server, each made when it is first asked for."""

    def __init__(self, server: "Postgres") -> None:
        self._server = server
        self._urls: dict[Path, str] = {}

    def url(self, data: Path) -> str:
        """The database of a data folder; of a copy of a folder, that which it was copied with."""
        if data not in self._urls:
            self._urls[data] = self._server.database()
        return self._urls[data]

    def copy(self, data: Path, copied: Path) -> None:
        """Gives the copy of a data folder a copy of its database."""
        self._urls[copied] = self._server.database(like=self.url(data))


_databases: Databases | None = None


@contextmanager
def in_postgres(server: "Postgres") -> Iterator[None]:
    """Meanwhile the archive of every data folder that a command names is in PostgreSQL."""
    global _databases
    before, _databases = _databases, Databases(server)
    try:
        yield
    finally:
        _databases = before


def archive_url(data: Path) -> str:
    """The address of a data folder's archive."""
    return _databases.url(data) if _databases else f"sqlite:///{data / 'archive.sqlite3'}"


def archive_variables(arguments: Sequence[str]) -> dict[str, str]:
    """What a command's environment must say of its archive, unless its arguments do."""
    folders = [one.removeprefix(_FOLDER) for one in arguments if one.startswith(_FOLDER)]
    if not _databases or not folders or any(one.startswith(_ARCHIVE) for one in arguments):
        return {}
    return {"KAZCRAWL_ARCHIVE": archive_url(Path(folders[-1]))}


def copy_archive(data: Path, copied: Path) -> None:
    """Behind a copy of a data folder: what of its archive is not in the folder."""
    if _databases:
        _databases.copy(data, copied)


def execute(data: Path, *statements: str) -> list[Any]:
    """Does statements in a data folder's archive, in one transaction; the rows of the last."""
    engine = create_engine(archive_url(data))
    try:
        with engine.begin() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            return list(results[-1].all()) if results[-1].returns_rows else []
    finally:
        engine.dispose()
