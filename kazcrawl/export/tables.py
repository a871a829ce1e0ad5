"""SQLite of plain tables, as Datasette and every other program open it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from kazcrawl.export.page import ExportError, Format, Page
from kazcrawl.record import FIELDS

# Lists of texts, each a table of its own: article row, place in the list, text.
_LISTS = {"article_section": "section", "keywords": "keyword", "author": "author"}
_COLUMNS = tuple(name for name in FIELDS if name not in (*_LISTS, "image", "dateline"))
_DATELINE = ("place", "agency", "raw")
_IMAGE = ("url", "caption", "credit")
_WHOLE_NUMBERS = ("revision",)


def _write(path: Path, records: Iterable[dict[str, Any]], _page: Page) -> None:
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as database:
            # The file is new and nobody's yet: what is half done is thrown away whole.
            database.execute("PRAGMA journal_mode=OFF")
            database.execute("PRAGMA synchronous=OFF")
            database.executescript(_tables())
            with database:
                for number, record in enumerate(records, 1):
                    _insert(database, number, record)
            database.executescript(_INDEXES)
    except sqlite3.Error as error:
        raise ExportError(f"{path}: {error}") from error


def _tables() -> str:
    kinds = (f"{name} {'INTEGER' if name in _WHOLE_NUMBERS else 'TEXT'}" for name in _COLUMNS)
    row = "row INTEGER NOT NULL REFERENCES article (row), place INTEGER NOT NULL"
    return "\n".join(
        [
            f"CREATE TABLE article (row INTEGER PRIMARY KEY, {', '.join(kinds)}, "
            + ", ".join(f"dateline_{name} TEXT" for name in _DATELINE)
            + ", UNIQUE (id, revision));",
            *(
                f"CREATE TABLE {table} ({row}, {table} TEXT NOT NULL, PRIMARY KEY (row, place)) "
                "WITHOUT ROWID;"
                for table in _LISTS.values()
            ),
            f"CREATE TABLE image ({row}, {', '.join(f'{name} TEXT' for name in _IMAGE)}, "
            "PRIMARY KEY (row, place)) WITHOUT ROWID;",
            "CREATE VIEW newest AS SELECT * FROM article AS own WHERE revision = "
            "(SELECT max(revision) FROM article WHERE id = own.id);",
        ]
    )


_INDEXES = """
CREATE INDEX article_published ON article (edition, date_published);
CREATE INDEX section_section ON section (section);
CREATE INDEX keyword_keyword ON keyword (keyword);
"""


def _insert(database: sqlite3.Connection, number: int, record: dict[str, Any]) -> None:
    dateline = record["dateline"] or {}
    values = [number, *(record[name] for name in _COLUMNS)]
    _row(database, "article", [*values, *(dateline.get(name) for name in _DATELINE)])
    for name, table in _LISTS.items():
        for place, text in enumerate(record[name]):
            _row(database, table, [number, place, text])
    for place, image in enumerate(record["image"]):
        _row(database, "image", [number, place, *(image[name] for name in _IMAGE)])


def _row(database: sqlite3.Connection, table: str, values: list[Any]) -> None:
    marks = ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 our own names


FORMAT = Format(".sqlite3", _write, by_day=False)
