"""Under which hashes an article is known beside its own, and which others may be the same."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from kazcrawl.archive.prepared import Prepared, PreparedFor
from kazcrawl.archive.schema import address_key, alias

_by_alias = PreparedFor(select(alias.c.alias_hash, alias.c.url_hash).where, alias.c.alias_hash)
_sharing = PreparedFor(
    select(address_key.c.key_hash, address_key.c.url_hash).order_by(address_key.c.url_hash).where,
    address_key.c.key_hash,
)
_add_alias = Prepared(insert(alias).inline(), ("alias_hash", "url_hash"))
_add_key = Prepared(insert(address_key).inline(), ("key_hash", "url_hash"))


def led(connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """The articles to which hashes lead, by the hash; those that lead nowhere are left out."""
    return {row[0]: row[1] for row in _by_alias.rows(connection, hashes)}


def add_aliases(connection: Connection, own: str, names: Iterable[str]) -> None:
    """Makes an article known under further hashes; those that lead somewhere already stay."""
    others = set(names) - {own}
    fresh = sorted(others - led(connection, sorted(others)).keys()) if others else []
    if fresh:
        rows = [{"alias_hash": name, "url_hash": own} for name in fresh]
        _add_alias.execute_many(connection, rows)


def drop_aliases(connection: Connection, own: str, names: Iterable[str]) -> int:
    """An article is no longer known under these hashes; how many of them led to it."""
    is_its = (alias.c.url_hash == own) & alias.c.alias_hash.in_(list(names))
    return connection.execute(delete(alias).where(is_its)).rowcount


def note_key(connection: Connection, own: str, key_hash: str | None) -> None:
    """Notes what of an article's address stays when its slug is renamed."""
    if key_hash is not None:
        _add_key.execute(connection, {"key_hash": key_hash, "url_hash": own})


def sharing(connection: Connection, key_hashes: Sequence[str]) -> dict[str, list[str]]:
    """The articles that share a key, by the key's hash; keys that none has are left out."""
    own_hashes_by_key: dict[str, list[str]] = {}
    for key_hash, url_hash in _sharing.rows(connection, key_hashes):
        own_hashes_by_key.setdefault(key_hash, []).append(url_hash)
    return own_hashes_by_key
