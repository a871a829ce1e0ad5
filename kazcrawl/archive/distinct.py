"""The few values of a column that has many rows."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, func, select


def distinct(reader: Connection, column: Column[str]) -> Iterator[str]:
    """Every value of a column with which an index begins, in order: a look-up each."""
    least = select(func.min(column))
    value = reader.scalar(least)
    while value is not None:
        yield value
        value = reader.scalar(least.where(column > value))
