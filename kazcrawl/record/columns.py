"""The record's columns for programs that read feeds as tables, as code to paste and as objects.

A reader that guesses types from its first file fails on the next: a small batch may hold nothing
but nulls where another has texts. With these it never guesses.
"""

from typing import TYPE_CHECKING

from kazcrawl.record.types import Words, nullable_keys, record_types

if TYPE_CHECKING:
    import polars
    import pyarrow


def arrow_schema() -> "pyarrow.Schema":
    """The record as a pyarrow schema. ImportError where pyarrow is not installed."""
    import pyarrow as pa

    words = Words[pa.DataType](
        text=pa.string(),
        number=pa.int64(),
        moment=pa.timestamp("s", tz="UTC"),
        list_of=pa.list_,
        object_of=lambda keys: pa.struct(list(keys.items())),
    )
    return pa.schema(list(record_types(words).items()))


def polars_schema() -> "polars.Schema":
    """The record as a polars schema. ImportError where polars is not installed."""
    import polars as pl

    words = Words["pl.DataType"](
        text=pl.String(),
        number=pl.Int64(),
        moment=pl.Datetime("us", "UTC"),
        list_of=pl.List,
        object_of=pl.Struct,
    )
    return pl.Schema(record_types(words).items())


def as_code(program: str) -> str:
    """The columns as a text that ``program`` takes, one of ``PROGRAMS``: for pyarrow and polars a
    module with ``schema``, for DuckDB the value of ``columns``, for PostgreSQL the table."""
    return PROGRAMS[program]()


def _pyarrow() -> str:
    words = Words[str](
        text="pa.string()",
        number="pa.int64()",
        moment='pa.timestamp("s", tz="UTC")',
        list_of="pa.list_({})".format,
        object_of=lambda keys: f"pa.struct({{{_quoted(keys)}}})",
    )
    lines = (f'    ("{key}", {kind}),\n' for key, kind in record_types(words).items())
    return f"import pyarrow as pa\n\nschema = pa.schema([\n{''.join(lines)}])\n"


def _polars() -> str:
    words = Words[str](
        text="pl.String",
        number="pl.Int64",
        moment='pl.Datetime("us", "UTC")',
        list_of="pl.List({})".format,
        object_of=lambda keys: f"pl.Struct({{{_quoted(keys)}}})",
    )
    lines = (f'    "{key}": {kind},\n' for key, kind in record_types(words).items())
    return f"import polars as pl\n\nschema = {{\n{''.join(lines)}}}\n"


def _duckdb() -> str:
    words = Words[str](
        text="VARCHAR",
        number="BIGINT",
        moment="TIMESTAMPTZ",
        list_of="{}[]".format,
        object_of=lambda keys: f"STRUCT({', '.join(map(' '.join, keys.items()))})",
    )
    lines = (f"    {key}: '{kind}'" for key, kind in record_types(words).items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _postgresql() -> str:
    words = Words[str](
        text="text",
        number="bigint",
        moment="timestamptz",
        list_of=lambda kind: "jsonb" if kind == "jsonb" else f"{kind}[]",
        object_of=lambda keys: "jsonb",
    )
    nullable = nullable_keys()
    lines = (
        f"    {key} {kind}{'' if key in nullable else ' NOT NULL'},\n"
        for key, kind in record_types(words).items()
    )
    return f"CREATE TABLE article (\n{''.join(lines)}    PRIMARY KEY (id, revision)\n);\n"


def _quoted(keys: dict[str, str]) -> str:
    return ", ".join(f'"{key}": {kind}' for key, kind in keys.items())


PROGRAMS = {
    "pyarrow": _pyarrow,
    "polars": _polars,
    "duckdb": _duckdb,
    "postgresql": _postgresql,
}
"""What makes each program's text."""
