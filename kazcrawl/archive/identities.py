"""Brings what older archives took for an article's identity up to what addresses say today.

Six or eight hex digits that begin with an ``a`` were once taken for an ID, so that articles of the
same digits were one. Their aliases go; where other addresses had become such an article's, it is
looked at again and the days of its versions are walked again, for the others were on one of them.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, delete, func, insert, select

from kazcrawl import clock
from kazcrawl.archive import codec
from kazcrawl.archive.aliases import add_aliases, drop_aliases, led, note_key
from kazcrawl.archive.schema import alias, head, validator, version, waiting, walked
from kazcrawl.items import LOOK
from kazcrawl.sites.registry import sites
from kazcrawl.sites.site import Site

MERGED = "merged by its key"
"""Why an article is looked at again that stood for others as well."""

logger = logging.getLogger(__name__)
_CHUNK = 1000
_DAY = timedelta(days=1)


class _Held(NamedTuple):
    """An article that is held: its hash, its site and its address."""

    own: str
    site: Site
    url: str


def mend(connection: Connection) -> None:
    """Mends aliases and fills ``address_key`` in an archive made by an older program."""
    counts: Counter[str] = Counter()
    robbed: list[_Held] = []
    for held in _all_held(connection):
        addresses = held.site.addresses
        note_key(connection, held.own, addresses.key_hash(held.url))
        # Its address may have been spelled otherwise, its ID be an alias of another article.
        names = addresses.identities(held.url)
        robbed += [held] if {*led(connection, names).values()} - {held.own} else []
        add_aliases(connection, held.own, names)
        if former := addresses.former_identities(held.url):
            counts["keys"] += drop_aliases(connection, held.own, former)
            counts["merged"] += _part(connection, held)
    for held in robbed:
        add_aliases(connection, held.own, held.site.addresses.identities(held.url))
    if counts["keys"]:
        logger.log(
            logging.WARNING if counts["merged"] else logging.INFO,
            "archive: %d aliases by hex digits dropped; articles that stood for others as well: "
            "%d, they are looked at again, and gaps=true walks their days again",
            counts["keys"],
            counts["merged"],
        )


def _all_held(connection: Connection) -> Iterator[_Held]:
    """Every article whose site is installed, by its newest version."""
    newest = (version.c.url_hash == head.c.url_hash) & (version.c.revision == head.c.revision)
    statement = (
        select(head.c.url_hash, version.c.source, version.c.codec, version.c.body)
        .join(version, newest)
        .order_by(head.c.url_hash)
        .limit(_CHUNK)
    )
    last = ""
    while rows := connection.execute(statement.where(head.c.url_hash > last)).all():
        for own, source, packing, body in rows:
            if site := sites().get(source):
                yield _Held(own, site, orjson.loads(codec.unpack(packing, body))["url"])
        last = rows[-1].url_hash


def _part(connection: Connection, held: _Held) -> bool:
    """Parts an article from others whose addresses had become its own; whether it had any."""
    others = set(connection.scalars(select(alias.c.alias_hash).where(alias.c.url_hash == held.own)))
    others -= set(held.site.addresses.identities(held.url))
    edition = held.site.addresses.edition_of(held.url)
    moments = connection.execute(
        select(version.c.edition, version.c.date_published)
        .where(version.c.url_hash == held.own)
        .distinct()
    ).all()
    if edition is None or not (others or any(row.edition != edition.code for row in moments)):
        return False
    drop_aliases(connection, held.own, others)
    for code, moment in moments:
        if moment is not None:
            _reopen(connection, held.site, code, moment)
    connection.execute(delete(validator).where(validator.c.url_hash == held.own))
    is_waiting = select(func.count()).where(waiting.c.url_hash == held.own)
    if not connection.scalar(is_waiting):
        row: dict[str, Any] = {"url_hash": held.own, "url": held.url, "edition": edition.code}
        told = {"kind": LOOK, "source": held.site.name, "reason": MERGED}
        now = clock.text(clock.now())
        connection.execute(insert(waiting).values(**row, **told, found_at=now))
    return True


def _reopen(connection: Connection, site: Site, edition: str, moment: str) -> None:
    """The day of a moment is no longer called walked."""
    day = site.day(clock.parse(moment))
    first, last = clock.text(site.midnight(day)), clock.text(site.midnight(day + _DAY))
    touching = (
        walked.c.source == site.name,
        walked.c.edition == edition,
        walked.c.since < last,
        walked.c.until > first,
    )
    spans = connection.execute(select(walked.c.since, walked.c.until).where(*touching)).all()
    connection.execute(delete(walked).where(*touching))
    rest = [(since, min(until, first)) for since, until in spans]
    rest += [(max(since, last), until) for since, until in spans]
    for since, until in rest:
        if since < until:
            connection.execute(
                insert(walked).values(source=site.name, edition=edition, since=since, until=until)
            )
