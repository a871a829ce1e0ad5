"""What the archive holds: known?, the newest version of an article, what is recent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive import aliases, codec
from kazcrawl.archive.database import failure, masked, open_engine
from kazcrawl.archive.errors import BusyError
from kazcrawl.archive.prepared import PreparedFor
from kazcrawl.archive.schema import head, validator, version
from kazcrawl.record import completed


class Known(NamedTuple):
    """What the archive holds of an article: its newest version, and when it was looked at."""

    url_hash: str
    content_hash: str
    revision: int
    status: str
    date_published: str | None
    checked_at: str
    misses: int


_heads = PreparedFor(select(*(head.c[name] for name in Known._fields)).where, head.c.url_hash)
_validators = PreparedFor(
    select(validator.c.etag, validator.c.last_modified).where, validator.c.url_hash
)


class Lookup:
    """An open archive, and what is asked of it. Use in one thread.

    Every method that fails raises ArchiveError with one line.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.url = url
        self.name = masked(url)
        self._busy: BusyError | None = None
        self.engine: Engine = open_engine(url, create=create)
        # Reads outside a transaction: they must not wait for a writer.
        self._reads = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._reader = self._reads.connect()

    @property
    def is_sqlite(self) -> bool:
        """Whether the archive is an SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection for reads; what the database says becomes ArchiveError."""
        try:
            yield self._reader
        except SQLAlchemyError as error:
            raise failure(self.name, error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction, committed at its end; errors as in ``reading``.

        An archive that another process held for too long is not waited for a second time:
        whoever asked is about to end.
        """
        if self._busy is not None:
            raise self._busy
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            failed = failure(self.name, error)
            self._busy = failed if isinstance(failed, BusyError) else None
            raise failed from error

    def close(self) -> None:
        """Gives the connections back."""
        self._reader.close()
        self.engine.dispose()

    def known(self, hashes: Sequence[str]) -> dict[str, Known]:
        """What is archived under any of ``hashes`` (URL hashes or aliases), by the hash asked."""
        with self.reading() as reader:
            return self.known_to(reader, hashes)

    @staticmethod
    def known_to(reader: Connection, hashes: Sequence[str]) -> dict[str, Known]:
        """The same by a connection."""
        if not hashes:
            return {}
        articles_by_hash = {row[0]: Known(*row) for row in _heads.rows(reader, hashes)}
        missing = [url_hash for url_hash in hashes if url_hash not in articles_by_hash]
        if not missing:
            return articles_by_hash
        own_by_alias = aliases.led(reader, missing)
        if own_by_alias:
            rows = _heads.rows(reader, sorted({*own_by_alias.values()}))
            articles = {row[0]: Known(*row) for row in rows}
            articles_by_hash |= {
                alias: articles[own] for alias, own in own_by_alias.items() if own in articles
            }
        return articles_by_hash

    def sharing(self, key_hashes: Sequence[str]) -> dict[str, list[Known]]:
        """The articles that share what of an address stays when its slug is renamed, by its
        hash."""
        with self.reading() as reader:
            return self.sharing_to(reader, key_hashes)

    @classmethod
    def sharing_to(cls, reader: Connection, key_hashes: Sequence[str]) -> dict[str, list[Known]]:
        """The same by a connection."""
        if not key_hashes:
            return {}
        return {
            key_hash: list(cls.known_to(reader, own_hashes).values())
            for key_hash, own_hashes in aliases.sharing(reader, key_hashes).items()
        }

    def validators(self, url_hash: str) -> tuple[str | None, str | None]:
        """ETag and Last-Modified with which an article's page may be asked for again."""
        with self.reading() as reader:
            return self.validators_to(reader, url_hash)

    @staticmethod
    def validators_to(reader: Connection, url_hash: str) -> tuple[str | None, str | None]:
        """The same by a connection."""
        etag, last_modified = next(iter(_validators.rows(reader, [url_hash])), (None, None))
        return etag, last_modified

    def recent(self, source: str, edition: str, since: str) -> list[Known]:
        """The articles of an edition published at ``since`` or later."""
        is_newest = (version.c.url_hash == head.c.url_hash) & (
            version.c.revision == head.c.revision
        )
        statement = (
            select(*(head.c[name] for name in Known._fields))
            .join(version, is_newest)
            .where(
                version.c.source == source,
                version.c.edition == edition,
                # Both have it; by this one the index finds them.
                version.c.date_published >= since,
                head.c.date_published >= since,
            )
        )
        with self.reading() as reader:
            return [Known(*row) for row in reader.execute(statement)]

    def before(self, source: str, edition: str, moment: str, number: int) -> list[str]:
        """The hashes of the newest articles of an edition that were published before a moment
        (UTC text) and are not gone, at most so many."""
        is_newest = (version.c.url_hash == head.c.url_hash) & (
            version.c.revision == head.c.revision
        )
        statement = (
            select(head.c.url_hash)
            .join(version, is_newest)
            .where(
                version.c.source == source,
                version.c.edition == edition,
                version.c.date_published < moment,
                head.c.status == "usable",
            )
            .order_by(version.c.date_published.desc())
            .limit(number)
        )
        with self.reading() as reader:
            return list(reader.scalars(statement))

    def newest_moment(self, source: str, edition: str, until: str | None = None) -> str | None:
        """When the newest article of an edition was published (UTC text), None for none; of those
        published until a moment, for editors may date one into the future."""
        own = [version.c.source == source, version.c.edition == edition]
        if until is not None:
            own.append(version.c.date_published <= until)
        with self.reading() as reader:
            newest: str | None = reader.scalar(
                select(func.max(version.c.date_published)).where(*own)
            )
        return newest

    def newest(self, url_hash: str) -> dict[str, Any]:
        """The record of an article's newest version; KeyError for an article not held."""
        with self.reading() as reader:
            return newest_record(reader, url_hash)


def newest_record(connection: Connection, url_hash: str) -> dict[str, Any]:
    """The record of an article's newest version; KeyError for an article not held."""
    row = connection.execute(
        select(version.c.codec, version.c.body)
        .where(version.c.url_hash == url_hash)
        .order_by(version.c.revision.desc())
        .limit(1)
    ).first()
    if row is None:
        raise KeyError(url_hash)
    return completed(orjson.loads(codec.unpack(*row)))
