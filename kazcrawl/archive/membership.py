"""Which sections showed an article: kept apart from its record, for it is learned bit by bit.

A record's own sections are those that its page names. Where it names none, opening a batch gives
it those of the listings that had shown it by then, and freezes them with the batch.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib import import_module
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from kazcrawl.archive.prepared import PreparedFor
from kazcrawl.archive.schema import alias, head, membership


class _Membership(NamedTuple):
    """A row of ``membership``."""

    url_hash: str
    section: str
    source: str
    noted_at: str


_articles = PreparedFor(select(head.c.url_hash).where, head.c.url_hash)
_noted = PreparedFor(
    select(*(membership.c[name] for name in _Membership._fields)).where, membership.c.url_hash
)
# Questions to the database hold so many names at the most.
_CHUNK = 500


def unnoted(connection: Connection, section: str, url_hashes: Sequence[str]) -> list[str]:
    """The own hashes of those articles of which it is not noted that a section showed them.

    What is given may be any hash by which an article is known.
    """
    led = select(alias.c.alias_hash, alias.c.url_hash).where(alias.c.alias_hash.in_(url_hashes))
    # What is an article of its own is known as itself, wherever its address leads by now.
    led = led.where(alias.c.alias_hash.not_in(select(head.c.url_hash)))
    own_by_alias = dict(connection.execute(led).all())
    own_hashes = {own_by_alias.get(url_hash, url_hash) for url_hash in url_hashes}
    there = select(membership.c.url_hash).where(
        membership.c.section == section, membership.c.url_hash.in_(own_hashes)
    )
    return sorted(own_hashes - set(connection.scalars(there)))


def note(
    connection: Connection, source: str, section: str, url_hashes: Iterable[str], noted_at: str
) -> None:
    """Notes that a section showed articles of which that was not noted before."""
    rows = [
        {"url_hash": url_hash, "section": section, "source": source, "noted_at": noted_at}
        for url_hash in url_hashes
    ]
    if rows:
        # Only the dialect that is used is worth its import.
        insert = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
        # Another process may have noted the same since we looked.
        connection.execute(insert(membership).on_conflict_do_nothing(), rows)


def sections_of(connection: Connection, url_hashes: Sequence[str]) -> dict[str, list[str]]:
    """The sections noted of articles, sorted; articles without are left out."""
    sections: defaultdict[str, list[str]] = defaultdict(list)
    for start in range(0, len(url_hashes), _CHUNK):
        statement = select(membership.c.url_hash, membership.c.section).where(
            membership.c.url_hash.in_(url_hashes[start : start + _CHUNK])
        )
        for url_hash, section in connection.execute(statement.order_by(membership.c.section)):
            sections[url_hash].append(section)
    return dict(sections)


def take_over(connection: Connection, own: str, others: Sequence[str]) -> None:
    """What was noted of an article under other hashes is noted under its own.

    Those that are articles themselves keep what is theirs.
    """
    rows = [_Membership(*row) for row in _noted.rows(connection, sorted({own, *others}))]
    if all(row.url_hash == own for row in rows):
        return
    articles = {row[0] for row in _articles.rows(connection, others)}
    rows = [row for row in rows if row.url_hash not in articles]
    if all(row.url_hash == own for row in rows):
        return
    forget(connection, sorted({own, *others} - articles))
    # The earliest row of a section comes last in this order, and stays.
    by_section = {
        row.section: row for row in sorted(rows, key=attrgetter("noted_at"), reverse=True)
    }
    for row in by_section.values():
        note(connection, row.source, row.section, [own], row.noted_at)


def forget(connection: Connection, url_hashes: Sequence[str]) -> None:
    """Nothing is noted of these articles any more."""
    connection.execute(delete(membership).where(membership.c.url_hash.in_(url_hashes)))
