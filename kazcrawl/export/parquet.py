"""Parquet, typed: moments are timestamps, lists are lists, whatever a day's records hold."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from kazcrawl import clock
from kazcrawl.export.page import Format, Page
from kazcrawl.record.columns import arrow_schema

# Records in one go: a row group of them takes 20 MB at the most.
_GROUP = 2000


def _write(path: Path, records: Iterable[dict[str, Any]], _page: Page) -> None:
    schema = arrow_schema()
    moments = [field.name for field in schema if pa.types.is_timestamp(field.type)]
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(records):
            for record in group:
                for name in moments:
                    if record[name] is not None:
                        record[name] = clock.parse(record[name])
            writer.write_batch(pa.RecordBatch.from_pylist(group, schema))


def _groups(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rest = iter(records)
    while group := list(islice(rest, _GROUP)):
        yield group


FORMAT = Format(".parquet", _write)
