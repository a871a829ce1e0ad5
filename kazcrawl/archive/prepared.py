"""Statements of every article, made text once for each dialect.

SQLAlchemy looks a statement up, binds and wraps it anew for each execution, and its rows: for one
that the database answers in microseconds that is nine tenths of the cost. The text, the
connection, its transaction, its listeners and its errors are SQLAlchemy's own all the same, so that
SQLite and PostgreSQL stay one code path; only the cursor is the driver's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Connection, Dialect, bindparam
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Row = tuple[Any, ...]

_FEW, _MANY = 8, 64
_NAMES = {size: [f"name_{number}" for number in range(size)] for size in (_FEW, _MANY)}


class Prepared:
    """A statement whose values are plain texts, numbers and bytes, given by name."""

    def __init__(self, statement: ClauseElement, names: Sequence[str] | None = None) -> None:
        """``names`` are the columns of an INSERT that gets a value."""
        self._statement = statement
        self._names = names
        self._forms: dict[str, tuple[str, Sequence[str] | None]] = {}

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Executes it with values. Raises SQLAlchemy's errors, as all methods here do."""
        _execute(connection, *self._filled(connection.dialect, values)).close()

    def execute_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Executes it for each of some rows, which must not be none."""
        filled = [self._filled(connection.dialect, row) for row in rows]
        _execute(connection, filled[0][0], [values for _, values in filled], many=True).close()

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """The rows that it finds with values."""
        cursor = _execute(connection, *self._filled(connection.dialect, values))
        try:
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def _filled(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, Any]:
        """The text, and the values as it takes them."""
        text, order = self._form(dialect)
        return text, values if order is None else tuple([values[name] for name in order])

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
        self._make, self._column = make, column
        # Made where it is first needed: no command executes all of them.
        self._by_size: dict[int, Prepared] = {}

    def execute(self, connection: Connection, hashes: Sequence[str]) -> None:
        """Executes it for all of some hashes."""
        for size, values in _portions(hashes):
            self._of(size).execute(connection, values)

    def rows(self, connection: Connection, hashes: Sequence[str]) -> list[Row]:
        """The rows that it finds for some hashes."""
        return [
            row
            for size, values in _portions(hashes)
            for row in self._of(size).rows(connection, values)
        ]

    def _of(self, size: int) -> Prepared:
        """The statement about so many hashes."""
        if size not in self._by_size:
            is_one = self._column.in_([bindparam(name) for name in _NAMES[size]])
            self._by_size[size] = Prepared(self._make(is_one))
        return self._by_size[size]


def _portions(hashes: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The values of as few executions as will do; what is left free holds the last hash again."""
    size = _FEW if len(hashes) <= _FEW else _MANY
    for start in range(0, len(hashes), size):
        some = hashes[start : start + size]
        full = (*some, *(some[-1],) * (size - len(some)))
        yield size, dict(zip(_NAMES[size], full, strict=True))


def _execute(connection: Connection, text: str, values: Any, *, many: bool = False) -> DBAPICursor:
    """A cursor that has executed a text with values, or with each of many."""
    pooled, dialect, heard = connection.connection, connection.dialect, connection.dispatch
    cursor = pooled.cursor()
    heard.before_cursor_execute(connection, cursor, text, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
    except dialect.loaded_dbapi.Error as error:
        is_lost = dialect.is_disconnect(error, pooled, cursor)
        cursor.close()
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            text, values, error, dialect.loaded_dbapi.Error, dialect=dialect, ismulti=many
        ) from error
    heard.after_cursor_execute(connection, cursor, text, values, None, many)
    return cursor
