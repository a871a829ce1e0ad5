"""Makes of the Record type what is committed of it: the JSON Schema and the table of the docs.

python -m tests.make_schema
"""

import re

import orjson

from kazcrawl.record import SCHEMA_VERSION
from kazcrawl.record.json_schema import json_schema
from kazcrawl.record.types import Words, record_types, told
from tests.support import ROOT

SCHEMA = ROOT / "schemas" / f"article-{SCHEMA_VERSION}.json"
PAGE = ROOT / "docs" / "feed-format.md"
_TABLE = re.compile(r"^\| field \|.*?\n(?=\n)", re.MULTILINE | re.DOTALL)
_WORDS = Words[str](
    text="text",
    number="number",
    moment="moment",
    list_of="list of {}".format,
    object_of=lambda keys: "`{" + ", ".join(keys) + "}`",
    nullable="{} or null".format,
)


def schema() -> bytes:
    """The schema's file as it must be."""
    return orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def page() -> str:
    """docs/feed-format.md as it must be: its table is the type's."""
    rows = (
        f"| `{key}` | {kind} | {_escaped(told(key))} |\n"
        for key, kind in record_types(_WORDS).items()
    )
    table = f"| field | type | |\n|---|---|---|\n{''.join(rows)}"
    return _TABLE.sub(lambda _: table, PAGE.read_text("utf-8"), count=1)


def _escaped(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    SCHEMA.write_bytes(schema())
    PAGE.write_text(page(), "utf-8")
