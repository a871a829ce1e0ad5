"""Sessions of PostgreSQL that hold locks: soon over when either end of them is gone."""

from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive.advisory import are_pooled
from kazcrawl.archive.database import failure, masked
from kazcrawl.archive.errors import ArchiveError

POOLED = "a pooler keeps no sessions for us (PgBouncer: pool_mode=session is needed)"

# Milliseconds and seconds: what the driver does when the server vanishes, and the server when we
# do, some time after we have stopped ourselves.
_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 12_000,
}
_SESSION = {
    "statement_timeout": 5_000,
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}


def own_engine(url: str) -> Engine:
    """Connections of their own, in autocommit, both of whose ends notice when the other is gone.

    The first connection raises SQLAlchemyError when there is none.
    """
    engine = create_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_CONNECTION
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        for name, value in _SESSION.items():
            connection.execute(f"SET {name} = {value}")
        connection.commit()

    return engine


def check_sessions(url: str) -> None:
    """Raises ArchiveError where a pooler stands before the database that keeps no sessions."""
    engine = own_engine(url)
    try:
        with engine.connect() as first, engine.connect() as second:
            if are_pooled(first, second):
                raise ArchiveError(f"archive {masked(url)}: {POOLED}")
    except SQLAlchemyError as error:
        raise failure(masked(url), error) from error
