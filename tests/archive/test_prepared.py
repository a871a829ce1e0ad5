"""Prepared statements run by the driver's cursor, and are SQLAlchemy's in all else."""

import pytest
from sqlalchemy import bindparam, event, insert, select
from sqlalchemy.exc import IntegrityError

from kazcrawl.archive import Archive
from kazcrawl.archive.prepared import Prepared, PreparedFor
from kazcrawl.archive.schema import meta

_ADD = Prepared(insert(meta).inline(), ("key", "value"))
_VALUE = Prepared(select(meta.c.value).where(meta.c.key == bindparam("key")))
_KEYS = PreparedFor(select(meta.c.key).where, meta.c.key)


def test_what_the_driver_raises_is_sqlalchemys_error_and_nothing_is_half_done(
    archive: Archive,
) -> None:
    rows = [{"key": "first", "value": "1"}, {"key": "first", "value": "2"}]
    with (
        pytest.raises(IntegrityError, match="UNIQUE"),
        archive.engine.begin() as connection,
    ):
        _ADD.execute_many(connection, rows)
    with archive.reading() as reader:
        assert _VALUE.rows(reader, {"key": "first"}) == []


def test_listeners_hear_what_is_executed(archive: Archive) -> None:
    heard: list[tuple[str, object]] = []
    for name in ("before_cursor_execute", "after_cursor_execute"):
        event.listen(
            archive.engine,
            name,
            lambda _connection, _cursor, text, values, *_: heard.append((text, values)),
        )
    with archive.writing() as connection:
        heard.clear()
        _ADD.execute(connection, {"key": "first", "value": "1"})
    assert [values for text, values in heard if text.startswith("INSERT INTO meta")] == [
        ("first", "1"),
        ("first", "1"),
    ]


@pytest.mark.parametrize("number", [0, 1, 8, 9, 64, 65, 200])
def test_a_statement_about_any_number_of_hashes_finds_the_rows_of_all(
    archive: Archive, number: int
) -> None:
    keys = [f"key {place:03}" for place in range(number)]
    with archive.writing() as connection:
        if keys:
            _ADD.execute_many(connection, [{"key": key, "value": ""} for key in keys])
    with archive.reading() as reader:
        assert sorted(key for (key,) in _KEYS.rows(reader, keys)) == keys
