"""Writing to the archive: a new version, a look, an alias, a membership."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kazcrawl.archive import aliases, codec, membership
from kazcrawl.archive.lookup import Lookup, newest_record
from kazcrawl.archive.prepared import Prepared, PreparedFor
from kazcrawl.archive.schema import head, validator, version, waiting
from kazcrawl.record import SCHEMA_VERSION, Article, line, record

MISSES_UNTIL_GONE = 2
"""How many runs in a row must find a page missing before its article is gone: sites answer
404 for minutes while they are deployed."""


FORGOTTEN = "forgotten"
"""The status in ``head`` of an article that was taken down for good."""


_settle_names = PreparedFor(delete(waiting).where, waiting.c.url_hash)
_held = Prepared(
    select(head.c.content_hash, head.c.status, head.c.revision).where(
        head.c.url_hash == bindparam("url_hash")
    )
)
_VERSION = (
    *("url_hash", "revision", "source", "edition", "status", "content_hash", "layout"),
    *("date_published", "fetched_at", "crawl_id", "codec", "body", "schema_version"),
)
_add_version = Prepared(insert(version).inline(), _VERSION)
_HEAD = (
    *("url_hash", "content_hash", "revision", "status", "date_published", "checked_at", "misses"),
)
_add_head = Prepared(insert(head).inline(), _HEAD)
_drop_validator = Prepared(delete(validator).where(validator.c.url_hash == bindparam("url_hash")))
_VALIDATOR = ("url_hash", "etag", "last_modified")
_add_validator = Prepared(insert(validator).inline(), _VALIDATOR)


def version_of(row: dict[str, Any]) -> dict[str, Any]:
    """The row of ``version`` that holds a record."""
    packing, body = codec.pack(line(row))
    names = ("revision", "source", "edition", "status", "content_hash", "layout")
    return {
        "url_hash": row["id"],
        **{name: row[name] for name in names},
        "date_published": row["date_published"],
        "fetched_at": row["fetched_at"],
        "crawl_id": row["crawl_id"],
        "codec": packing,
        "body": body,
        "schema_version": SCHEMA_VERSION,
    }


class Addition(NamedTuple):
    """An article that is to be archived, with what ``Archive.add`` takes beside it."""

    article: Article
    names: Sequence[str]
    validators: tuple[str | None, str | None] = (None, None)
    key_hash: str | None = None
    any_field: bool = False


class Archive(Lookup):
    """The archive at a database URL. Use in one thread: commits take microseconds.

    Every method that fails raises ArchiveError with one line; nothing is half done then, for
    each is one transaction.
    """

    def add(
        self,
        article: Article,
        names: Iterable[str] = (),
        *,
        validators: tuple[str | None, str | None] = (None, None),
        key_hash: str | None = None,
        any_field: bool = False,
    ) -> bool:
        """Archives an article as its next revision, unless it is the version already held.

        ``names`` are further hashes under which it is to be known, ``key_hash`` that of what of
        its address stays when its slug is renamed. True when a version was
        added: then ``article.revision`` is set, and the version is committed on return. An
        article that was forgotten is never added again. With ``any_field`` a difference in any
        field makes a revision, not only one in what people read.
        """
        addition = Addition(article, list(names), validators, key_hash, any_field)
        return self.add_all([addition])[0]

    def add_all(self, additions: Sequence[Addition]) -> list[bool]:
        """The same for each of some, in one transaction: all are committed on return, or none."""
        try:
            with self.writing() as connection:
                return [_add(connection, addition) for addition in additions]
        except BaseException:
            for addition in additions:
                addition.article.revision = None
            raise

    def add_aliases(self, url_hash: str, names: Sequence[str]) -> None:
        """Makes an article known under further hashes; nothing waits under them any more."""
        with self.writing() as connection:
            _settle(connection, list(names))
            aliases.add_aliases(connection, url_hash, names)

    def drop_aliases(self, url_hash: str, names: Iterable[str]) -> None:
        """An article is no longer known under these further hashes."""
        with self.writing() as connection:
            aliases.drop_aliases(connection, url_hash, names)

    def note_members(
        self, source: str, section: str, url_hashes: Sequence[str], noted_at: str
    ) -> None:
        """Notes that a section's listing showed articles, known by whatever hash, at a moment
        (UTC text); what was noted before stays. Of a forgotten article nothing is noted."""
        with self.reading() as reader:
            unnoted = membership.unnoted(reader, section, url_hashes)
        known = self.known(unnoted)
        fresh = [
            url_hash
            for url_hash in unnoted
            if url_hash not in known or known[url_hash].status != FORGOTTEN
        ]
        if fresh:
            with self.writing() as connection:
                membership.note(connection, source, section, fresh, noted_at)

    def unchanged(self, url_hash: str, *, checked_at: str) -> None:
        """Notes that an article was looked at and its server said that nothing changed."""
        with self.writing() as connection:
            _settle(connection, [url_hash])
            connection.execute(
                update(head)
                .where(head.c.url_hash == url_hash)
                .values(checked_at=checked_at, misses=0)
            )

    def miss(self, url_hash: str, *, checked_at: str, crawl_id: str) -> bool:
        """Notes that a page was not there; the second run in a row makes the article gone.

        A gone article is its next revision with the last known text. True when that version
        was added just now. One that is gone already was looked at, no more; one that is not held
        or was taken down for good is left as it is.
        """
        with self.writing() as connection:
            _settle(connection, [url_hash])
            held = connection.execute(
                select(head.c.misses, head.c.status).where(head.c.url_hash == url_hash)
            ).first()
            if held is None or held.status == FORGOTTEN:
                return False
            gone: bool = held.status == "usable" and held.misses + 1 >= MISSES_UNTIL_GONE
            values: dict[str, Any] = {"misses": held.misses + 1, "checked_at": checked_at}
            if gone:
                last = newest_record(connection, url_hash)
                last |= {
                    "status": "gone",
                    "revision": last["revision"] + 1,
                    "fetched_at": checked_at,
                    "crawl_id": crawl_id,
                }
                connection.execute(insert(version).values(**version_of(last)))
                values |= {"status": "gone", "revision": last["revision"]}
            connection.execute(update(head).where(head.c.url_hash == url_hash).values(**values))
        return gone


def _add(connection: Connection, addition: Addition) -> bool:
    article, names = addition.article, addition.names
    _settle(connection, [article.id, *names])
    held = next(iter(_held.rows(connection, {"url_hash": article.id})), None)
    if held is not None and held[1] == FORGOTTEN:
        return False
    now: dict[str, Any] = {"checked_at": article.fetched_at, "misses": 0}
    same = held is not None and held[:2] == (article.content_hash, article.status)
    if same and addition.any_field:
        same = _told(newest_record(connection, article.id)) == _told(record(article))
    if not same:
        article.revision = held[2] + 1 if held else 1
        _add_version.execute(connection, version_of(record(article)))
        now |= {
            "content_hash": article.content_hash,
            "revision": article.revision,
            "status": article.status,
            "date_published": article.date_published,
        }
    if held is None:
        _add_head.execute(connection, {"url_hash": article.id} | now)
        aliases.note_key(connection, article.id, addition.key_hash)
    else:
        connection.execute(update(head).where(head.c.url_hash == article.id).values(**now))
    aliases.add_aliases(connection, article.id, names)
    membership.take_over(connection, article.id, names)
    _keep_validators(connection, article, addition.validators)
    return not same


def _settle(connection: Connection, hashes: list[str]) -> None:
    """What was asked for waits no longer."""
    _settle_names.execute(connection, hashes)


def _keep_validators(
    connection: Connection, article: Article, validators: tuple[str | None, str | None]
) -> None:
    etag, last_modified = validators
    _drop_validator.execute(connection, {"url_hash": article.id})
    if etag or last_modified:
        values = (article.id, etag, last_modified)
        _add_validator.execute(connection, dict(zip(_VALIDATOR, values, strict=True)))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A record without what the crawl itself adds to it."""
    return {
        name: value
        for name, value in row.items()
        if name not in ("revision", "fetched_at", "crawl_id")
    }
