"""JSONL: the records as the feeds have them, plain or packed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kazcrawl.disk.whole import pour
from kazcrawl.export.page import Format, Page
from kazcrawl.record import line


def _write(path: Path, records: Iterable[dict[str, Any]], page: Page) -> None:
    with path.open("wb") as raw:
        pour(raw, map(line, records), page.compression)


FORMAT = Format(".jsonl", _write)
