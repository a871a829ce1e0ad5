"""What was found and is still to be asked for: new addresses, failures, articles that changed.

An address is noted before it is asked for, and its row goes in the transaction that archives its
article: whatever dies in between, the next run knows of it. What fails is tried again on later
runs, each time after twice as long, and given up after a limit; the row then stays, as the
account of why the archive lacks the article.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, or_, select, update

from kazcrawl import clock
from kazcrawl.archive.prepared import Prepared, PreparedFor
from kazcrawl.archive.schema import waiting
from kazcrawl.archive.store import MISSES_UNTIL_GONE, Archive
from kazcrawl.items import LOOK, NEW, Found

MISSING = "missing"
"""The reason of an address at which there is nothing: two runs that say so settle it."""

LEFT_ALONE = "left alone"
"""The reason of an address that was not asked for, for its server is left alone: no attempt."""

STRANGE = "no article's address"
"""The reason of a card's address that is of no known form: its day lacks it, and only who fills
gaps asks for it."""

_FIRST_PAUSE = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(days=1)
# Questions to the database hold so many names at the most.
_CHUNK = 500
_NEVER = "9999-12-31T23:59:59Z"


class Waiting(NamedTuple):
    """A row of what waits; ``next_at`` is None for what may be asked for at once."""

    url_hash: str
    kind: str
    source: str
    edition: str
    url: str
    section: str | None
    day: str | None
    found_at: str
    reason: str | None
    attempts: int
    next_at: str | None
    given_up: bool
    title: str | None = None

    def is_due(self, now: str) -> bool:
        """Whether the address, an article's, may be asked for at ``now`` (UTC text)."""
        if self.reason == STRANGE:
            return True  # its form is known by now
        return not self.given_up and (self.next_at is None or self.next_at <= now)

    def is_contradicted(self, now: str) -> bool:
        """Whether what a list still shows was given up a day ago for there was nothing."""
        if not self.given_up or self.reason != MISSING:
            return False
        return self.next_at is None or self.next_at <= clock.text(clock.parse(now) - _LONGEST_PAUSE)


_rows = select(*(waiting.c[name] for name in Waiting._fields))
_GIVEN_UP = Waiting._fields.index("given_up")
_waiting = PreparedFor(_rows.where, waiting.c.url_hash)
_FRESH = (*Found._fields, "kind", "source", "found_at", "reason", "attempts", "next_at", "given_up")
_add = Prepared(insert(waiting).inline(), _FRESH)


def expect(archive: Archive, source: str, found: Sequence[Found]) -> dict[str, Waiting]:
    """Notes addresses that the archive lacks; gives those that waited already, by hash."""
    return _note(archive, source, NEW, found, None)


def look_again(archive: Archive, source: str, found: Sequence[Found], reason: str) -> None:
    """Notes archived articles that are to be looked at as soon as may be, and why."""
    _note(archive, source, LOOK, found, reason)


def note_strange(archive: Archive, source: str, found: Sequence[Found]) -> list[Found]:
    """Notes addresses that are of no known form; gives those that nobody had noted."""
    there = _note(archive, source, NEW, found, STRANGE, next_at=_NEVER)
    return [one for one in found if one.url_hash not in there]


def _note(
    archive: Archive,
    source: str,
    kind: str,
    found: Sequence[Found],
    reason: str | None,
    next_at: str | None = None,
) -> dict[str, Waiting]:
    if not found:
        return {}
    now = clock.text(clock.now())
    with archive.writing() as connection:
        rows = _waiting.rows(connection, [one.url_hash for one in found])
        # A driver's row has numbers for what is true or not.
        there = {row[0]: Waiting(*row)._replace(given_up=bool(row[_GIVEN_UP])) for row in rows}
        fresh = {one.url_hash: one for one in found if one.url_hash not in there}
        if fresh:
            told: dict[str, Any] = {"kind": kind, "source": source, "found_at": now}
            told |= {"reason": reason, "attempts": 0, "given_up": False, "next_at": next_at}
            _add.execute_many(connection, [one._asdict() | told for one in fresh.values()])
    return there


def postpone(
    archive: Archive,
    source: str,
    found: Found,
    *,
    kind: str,
    reason: str,
    limit: int,
    until: str | None = None,
) -> bool:
    """Notes that an address failed, and when it is tried again; True when it is given up.

    ``limit`` is how many attempts there are in all; ``until`` a time before which the server
    asked not to be asked (UTC text).
    """
    now = clock.now()
    if reason == MISSING and kind == NEW:
        limit = MISSES_UNTIL_GONE
    with archive.writing() as connection:
        held = connection.scalar(
            select(waiting.c.attempts).where(waiting.c.url_hash == found.url_hash)
        )
        attempts = (held or 0) + (reason != LEFT_ALONE)
        pause = min(_FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 16), _LONGEST_PAUSE)
        if kind == LOOK and attempts >= limit:
            # The archive holds the article: nothing is to be accounted for.
            connection.execute(delete(waiting).where(waiting.c.url_hash == found.url_hash))
            return True
        values = {
            "reason": reason[:60],
            "attempts": attempts,
            "next_at": max(clock.text(now + pause), until or ""),
            "given_up": attempts >= limit,
        }
        if held is None:
            told = {"kind": kind, "source": source, "found_at": clock.text(now)}
            connection.execute(insert(waiting).values(**found._asdict(), **told, **values))
        else:
            connection.execute(
                update(waiting).where(waiting.c.url_hash == found.url_hash).values(**values)
            )
    return attempts >= limit


def drop(archive: Archive, url_hashes: Sequence[str]) -> None:
    """Waits no longer for addresses that never were any articles'. Raises ArchiveError."""
    with archive.writing() as connection:
        for start in range(0, len(url_hashes), _CHUNK):
            some = waiting.c.url_hash.in_(url_hashes[start : start + _CHUNK])
            connection.execute(delete(waiting).where(some))


def reason_of(archive: Archive, url_hash: str) -> str | None:
    """Why an address waits; None for one that has not failed."""
    with archive.reading() as reader:
        reason: str | None = reader.scalar(
            select(waiting.c.reason).where(waiting.c.url_hash == url_hash)
        )
    return reason


def attempts_of(archive: Archive, url_hash: str) -> int:
    """How often an address that waits has failed; 0 for one that does not wait."""
    with archive.reading() as reader:
        attempts = reader.scalar(select(waiting.c.attempts).where(waiting.c.url_hash == url_hash))
    return attempts or 0


def take_back(archive: Archive, url_hashes: Sequence[str]) -> int:
    """Goes on waiting for addresses that were given up; gives how many were."""
    number = 0
    with archive.writing() as connection:
        for start in range(0, len(url_hashes), _CHUNK):
            some = waiting.c.url_hash.in_(url_hashes[start : start + _CHUNK])
            given_up = update(waiting).where(some, waiting.c.given_up)
            number += connection.execute(given_up.values(given_up=False)).rowcount
    return number


def due(
    archive: Archive, source: str, edition: str, kind: str, *, everything: bool = False
) -> list[Waiting]:
    """What may be asked for now, the longest known first; ``everything``: whenever it is due."""
    now = clock.text(clock.now())
    statement = _rows.where(
        waiting.c.source == source,
        waiting.c.edition == edition,
        waiting.c.kind == kind,
        waiting.c.given_up.is_(False),
    )
    if not everything:
        statement = statement.where(or_(waiting.c.next_at.is_(None), waiting.c.next_at <= now))
    with archive.reading() as reader:
        rows = reader.execute(statement.order_by(waiting.c.found_at, waiting.c.url_hash))
        return [Waiting(*row) for row in rows]


def waiting_rows(archive: Archive, source: str | None = None) -> list[Waiting]:
    """All that waits or was given up, the longest known first."""
    statement = _rows.order_by(waiting.c.found_at, waiting.c.url_hash)
    if source is not None:
        statement = statement.where(waiting.c.source == source)
    with archive.reading() as reader:
        return [Waiting(*row) for row in reader.execute(statement)]
