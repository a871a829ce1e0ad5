"""Which archive this is: an id that stays with it, also in a copy in another database."""

import uuid
from importlib import import_module

from sqlalchemy import Connection, select

from kazcrawl.archive.schema import meta

_KEY = "id"


def own_id(connection: Connection) -> str:
    """The archive's id; it is given one, for good, when it has none."""
    wanted = select(meta.c.value).where(meta.c.key == _KEY)
    found = connection.scalar(wanted)
    if found is None:
        # Only the dialect that is used is worth its import.
        insert = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
        # Another publisher may have given it one since we looked.
        row = {"key": _KEY, "value": uuid.uuid4().hex}
        connection.execute(insert(meta).on_conflict_do_nothing(), row)
        found = connection.scalar(wanted)
    return str(found)
