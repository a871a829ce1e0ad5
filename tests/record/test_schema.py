"""One type says what a record is: schema, columns and documentation say the same."""

import hashlib
import json
import re
from typing import Any

import jsonschema_rs
import pytest

from kazcrawl.record import FIELDS, LISTS, SCHEMA_VERSION, Article, record
from kazcrawl.record.columns import PROGRAMS, arrow_schema, as_code, polars_schema
from kazcrawl.record.json_schema import json_schema
from kazcrawl.record.types import Words, nullable_keys, record_types
from tests import make_schema
from tests.support import ROOT

# Of every version's keys in their order with their types.
PINNED = {1: "17e73c2faf87e6d3"}
_NAMES = Words[Any](
    text="text",
    number="number",
    moment="moment",
    list_of=lambda item: [item],
    object_of=lambda keys: list(keys.items()),
    nullable=lambda word: [word, None],
)


def published(**changed: object) -> dict[str, Any]:
    """A record as it is published, but for what is changed."""
    own = record(
        Article(
            url="https://www.inform.kz/ru/words-0a1b2c", source="kazinform", edition="ru",
            id="0" * 32, headline="Headline", article_body="Body.", revision=1,
            content_hash="f" * 32, layout="g3", fetched_at="2026-11-23T12:00:00Z", crawl_id="c1",
        )
    )  # fmt: skip
    return own | changed


def test_the_types_change_with_their_version_only() -> None:
    types = json.dumps(list(record_types(_NAMES).items())).encode()
    assert hashlib.sha256(types).hexdigest()[:16] == PINNED.get(SCHEMA_VERSION), (
        "Record changed: raise SCHEMA_VERSION, tell it in docs/feed-format.md and CHANGELOG.md, "
        "pin the new digest here, run make schema"
    )
    assert sorted(PINNED) == list(range(1, SCHEMA_VERSION + 1)), "older digests stay"
    schemas = {path.name for path in (ROOT / "schemas").iterdir()}
    assert schemas == {f"article-{number}.json" for number in PINNED}, "older schemas stay"


def test_the_schema_and_the_documentation_are_made_of_the_type() -> None:
    assert make_schema.SCHEMA.read_bytes() == make_schema.schema(), "run make schema"
    documented = make_schema.PAGE.read_text("utf-8")
    assert documented == make_schema.page(), "run make schema"
    table = documented.partition("## Records")[2]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(FIELDS)
    assert f"version of the record, now {SCHEMA_VERSION}." in documented
    assert f"record schema {SCHEMA_VERSION}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_columns_of_every_program_are_the_types_keys_in_their_order() -> None:
    for program in PROGRAMS:
        code = as_code(program)
        assert re.findall(r'^    \(?"?([a-z_]+)"?[,: ]', code, re.MULTILINE) == list(FIELDS), (
            program
        )


def test_the_printed_columns_are_those_that_the_package_uses() -> None:
    names: dict[str, Any] = {}
    exec(as_code("pyarrow"), names)
    assert names["schema"] == arrow_schema()
    exec(as_code("polars"), names)
    assert polars_schema() == names["schema"]


def test_the_schema_is_a_sound_one_and_takes_a_published_record() -> None:
    jsonschema_rs.meta.validate(json_schema())
    jsonschema_rs.validate(json_schema(), published())


@pytest.mark.parametrize("key", FIELDS)
def test_a_record_without_a_key_or_with_another_type_is_not_valid(key: str) -> None:
    validator = jsonschema_rs.validator_for(json_schema())
    without = published()
    del without[key]
    for wrong in (without, published(**{key: 7.5}), published(**{key: {"more": 1}})):
        assert not validator.is_valid(wrong)
    assert validator.is_valid(published(**{key: None})) == (key in nullable_keys())
    assert (key in LISTS) == validator.is_valid(published(**{key: []}))
    assert not validator.is_valid(published(more=None))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "A" * 32), ("url", "http://www.inform.kz/"), ("revision", 0), ("status", "withheld"),
        ("date_published", "2026-11-23T12:00:00+05:00"), ("fetched_at", "2026-11-23"),
        ("date_published_local", "2026-11-23T12:00:00Z"), ("content_hash", ""),
        ("image", [{"url": "https://x.example/1.jpg"}]), ("dateline", {"raw": "ASTANA."}),
    ],
)  # fmt: skip
def test_a_value_of_another_form_is_not_valid(key: str, value: object) -> None:
    assert not jsonschema_rs.is_valid(json_schema(), published(**{key: value}))
