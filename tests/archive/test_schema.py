"""The tables are pinned beside their version: who changes them writes a migration."""

import hashlib
import sqlite3

from kazcrawl.archive import Archive
from kazcrawl.archive.schema import SCHEMA

# Of the CREATE statements of a new archive, as SQLite keeps them, in the order of their names.
PINNED = {7: "f5871fa728392c85"}


def test_tables_change_with_their_version_only(url: str) -> None:
    Archive(url).close()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as archive:
        statements = archive.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
    digest = hashlib.sha256("\n".join(row[0] for row in statements).encode()).hexdigest()[:16]
    assert digest == PINNED.get(SCHEMA), (
        "the archive's tables changed: raise schema.SCHEMA, write the step in migrations.py, "
        "pin the new digest here"
    )
