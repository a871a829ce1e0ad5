"""The record as JSON Schema: what is committed as schemas/article-<version>.json."""

from typing import Any

from kazcrawl.record.shape import SCHEMA_VERSION, Says
from kazcrawl.record.types import Words, record_types

_Schema = dict[str, Any]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a published record: every key required, no other allowed."""
    name = f"schemas/article-{SCHEMA_VERSION}.json"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://github.com/kazcrawl/kazcrawl/blob/main/{name}",
        "title": f"A record of kazcrawl's feeds, schema {SCHEMA_VERSION}",
        **_object(record_types(_WORDS)),
    }


def _object(keys: dict[str, _Schema]) -> _Schema:
    return {
        "type": "object",
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
    }


def _nullable(schema: _Schema) -> _Schema:
    return schema | {"type": [schema["type"], "null"]}


def _with_more(schema: _Schema, says: Says) -> _Schema:
    return schema | says.takes | ({"description": says.text} if says.text else {})


_WORDS = Words[_Schema](
    text={"type": "string"},
    number={"type": "integer"},
    moment={"type": "string"},
    list_of=lambda item: {"type": "array", "items": item},
    object_of=_object,
    nullable=_nullable,
    with_more=_with_more,
)
