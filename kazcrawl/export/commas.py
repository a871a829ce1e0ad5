"""CSV that a spreadsheet opens without running what a headline says, and that can be read back.

An empty cell is null. A text that a spreadsheet would take for a formula, and one that is empty or
begins with an apostrophe, gets an apostrophe before it: whoever takes one away from every cell
that begins with it has the text. Lists and the dateline are JSON.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from kazcrawl.export.page import Format, Page
from kazcrawl.record import FIELDS

# What spreadsheets take for a formula's beginning, and the mark itself. Full-width forms of the
# signs are formulas in some of them.
_MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def _write(path: Path, records: Iterable[dict[str, Any]], _page: Page) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for record in records:
            writer.writerow([cell(value) for value in record.values()])


def cell(value: Any) -> str:
    """A field as a cell."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return orjson.dumps(value).decode()
    return f"'{value}" if not value or value.startswith(_MARKED) else value


FORMAT = Format(".csv", _write)
