"""Statements of every article, made text once for each dialect.

SQLAlchemy looks a statement up, binds and wraps it anew for each execution: for one that the
database answers in microseconds that is four fifths of the cost. The text is SQLAlchemy's own all
the same, so that SQLite and PostgreSQL stay one code path.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    bindparam,
)
from sqlalchemy.sql.compiler import SQLCompiler

_FEW, _MANY = 8, 64
_NAMES = {size: [f"name_{number}" for number in range(size)] for size in (_FEW, _MANY)}


class Prepared:
    """A statement whose values are plain texts, numbers and bytes, given by name."""

    def __init__(self, statement: ClauseElement, names: Sequence[str] | None = None) -> None:
        """``names`` are the columns of an INSERT that gets a value."""
        self._statement = statement
        self._names = names
        self._forms: dict[str, tuple[str, Sequence[str] | None]] = {}

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Executes it with values; SQLAlchemy's errors as ever."""
        text, order = self._form(connection.dialect)
        return connection.exec_driver_sql(
            text, values if order is None else tuple(values[name] for name in order)
        )

    def execute_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Executes it for each of some rows, which must not be none."""
        text, order = self._form(connection.dialect)
        connection.exec_driver_sql(
            text,
            rows if order is None else [tuple(row[name] for name in order) for row in rows],
        )

    def _form(self, dialect: Dialect) -> tuple[str, Sequence[str] | None]:
        """The text, and the order of its values where they have no names in it."""
        if dialect.name not in self._forms:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._names)
            assert isinstance(compiled, SQLCompiler)
            self._forms[dialect.name] = (str(compiled), compiled.positiontup)
        return self._forms[dialect.name]


class PreparedFor:
    """A statement about any number of hashes, at most 64 of them in one execution.

    ``make`` gives the statement for a condition on ``column``.
    """

    def __init__(
        self, make: Callable[[ColumnElement[bool]], ClauseElement], column: ColumnElement[str]
    ) -> None:
        self._by_size = {
            size: Prepared(make(column.in_([bindparam(name) for name in names])))
            for size, names in _NAMES.items()
        }

    def execute(self, connection: Connection, hashes: Sequence[str]) -> None:
        """Executes it for all of some hashes."""
        for size, values in _portions(hashes):
            self._by_size[size].execute(connection, values)

    def rows(self, connection: Connection, hashes: Sequence[str]) -> list[Any]:
        """The rows that it finds for some hashes."""
        return [
            row
            for size, values in _portions(hashes)
            for row in self._by_size[size].execute(connection, values)
        ]


def _portions(hashes: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The values of as few executions as will do; what is left free holds the last hash again."""
    size = _FEW if len(hashes) <= _FEW else _MANY
    for start in range(0, len(hashes), size):
        some = hashes[start : start + size]
        full = (*some, *(some[-1],) * (size - len(some)))
        yield size, dict(zip(_NAMES[size], full, strict=True))
