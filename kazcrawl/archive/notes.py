"""What the archive notes of itself: a text by its name, in ``meta``."""

from sqlalchemy import Connection, delete, insert, select

from kazcrawl.archive.schema import meta


def noted(reader: Connection, name: str) -> str | None:
    """What stands under a name, None where nothing does."""
    value: str | None = reader.scalar(select(meta.c.value).where(meta.c.key == name))
    return value


def note(connection: Connection, name: str, value: str) -> None:
    """Notes a text in place of the former one."""
    drop_note(connection, name)
    connection.execute(insert(meta).values(key=name, value=value))


def drop_note(connection: Connection, name: str) -> None:
    """Nothing stands under a name any more."""
    connection.execute(delete(meta).where(meta.c.key == name))
