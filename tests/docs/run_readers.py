"""Runs the Python lines of docs/reading-feeds.md in folders, and tells what each of them read.

A program of its own, because it loads every library that reads feeds, once for all folders. Its
input is JSON: for each folder the source texts of the lines that are to be run in it. It prints
what each of them read, ``{name: [[id, revision], …]}``.
"""

import json
import os
import sys
from typing import Any

from kazcrawl.record import FIELDS

_NAMES = ("newest", "gone", "folder", "loaded")


def records(value: Any) -> list[dict[str, Any]]:
    """The records that a line made, whatever library's they are."""
    if isinstance(value, list):  # ours, and DuckDB's tuples
        return [row if isinstance(row, dict) else dict(zip(FIELDS, row)) for row in value]  # noqa: B905
    if hasattr(value, "to_dicts"):
        return value.to_dicts()  # polars
    if hasattr(value, "to_pylist"):
        return value.to_pylist()  # pyarrow
    return value.to_dict("records") if hasattr(value, "iloc") else list(value)  # pandas, datasets


def pairs(value: Any) -> list[tuple[str, int]]:
    """Ids and revisions of what a line made, sorted."""
    return sorted((row["id"], int(row["revision"])) for row in records(value))


def run(source: str) -> dict[str, Any]:
    """What one of the lines reads in the working folder."""
    names: dict[str, Any] = {}
    exec(compile(source, "docs/reading-feeds.md", "exec"), names)
    return {name: pairs(names[name]) for name in _NAMES if name in names}


def main() -> None:
    sys.path.insert(0, "")
    results = {}
    for folder, lines in json.load(sys.stdin).items():
        os.chdir(folder)
        results[folder] = [run(source) for source in lines]
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
