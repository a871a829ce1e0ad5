"""Published records for whoever takes them out of the archive by their day of publication."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import orjson
from sqlalchemy import Select, exists, func, or_, select

from kazcrawl.archive import codec
from kazcrawl.archive.batches import PUBLISHED
from kazcrawl.archive.following import seq_at
from kazcrawl.archive.holdings import editions as every_edition
from kazcrawl.archive.membership import sections_of
from kazcrawl.archive.schema import batch, membership, version
from kazcrawl.archive.store import Archive
from kazcrawl.record import completed

Last = TypeVar("Last")

# Bodies read in one go.
_PORTION = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which published versions of a source are read: those of some ``editions``, in batches that
    were published by a moment (UTC text) and have no greater id than ``last_batch_id``, and
    stand behind ``after`` (batch number, line).

    ``newest_only`` leaves out every version but an article's newest, and articles that are gone.
    """

    source: str
    editions: tuple[str, ...]
    published_by: str
    last_batch_id: int
    after: tuple[int, int] | None = None
    newest_only: bool = False


def wanted(
    archive: Archive,
    source: str,
    *,
    editions: Sequence[str] = (),
    published_by: str | None = None,
    after: tuple[int, int] | None = None,
    newest_only: bool = False,
) -> Wanted:
    """What is published now of a source, or was at a moment; what is published later is not in
    it, however long the reading takes. No ``editions``: all. Raises ArchiveError."""
    with archive.reading() as reader:
        there = [code for name, code in every_edition(reader) if name == source]
        until = batch.c.published_at <= (published_by or "9999")
        last, newest = reader.execute(
            select(func.max(batch.c.batch_id), func.max(batch.c.published_at)).where(
                batch.c.source == source, batch.c.state == PUBLISHED, until
            )
        ).one()
    own = tuple(code for code in there if not editions or code in editions)
    return Wanted(source, own, newest or "", last or 0, after, newest_only)


class Hours(NamedTuple):
    """UTC hours, ``2026-11-23T12``: of publication, and of fetch where there is no date."""

    dated: set[str]
    undated: set[str]


def hours(archive: Archive, wanted: Wanted) -> Hours:
    """The hours in which there may be wanted versions. Raises ArchiveError."""
    date = version.c.date_published
    own = (version.c.source == wanted.source, version.c.edition.in_(wanted.editions))
    dated = select(func.substr(date, 1, 13)).where(*own, date.is_not(None))
    undated = select(func.substr(version.c.fetched_at, 1, 13)).where(*own, date.is_(None))
    with archive.reading() as reader:
        return Hours(set(reader.scalars(dated.distinct())), set(reader.scalars(undated.distinct())))


class Span(NamedTuple):
    """A span of publication time, UTC text, ``end`` outside it. ``has_undated``: versions without
    a date may have been fetched in it, and belong to it."""

    start: str
    end: str
    has_undated: bool = True


def state_of(archive: Archive, wanted: Wanted, span: Span, *, sections_by_now: bool) -> str:
    """What ``records_of`` would give, in short, without reading a body: as long as it is the
    same, so are the records. (An article that is forgotten alters it when that is published.)"""
    seqs = _seqs(archive, wanted, span)
    noted = ""
    if sections_by_now:
        newest = select(func.max(membership.c.noted_at)).join(
            version, version.c.url_hash == membership.c.url_hash
        )
        with archive.reading() as reader:
            for portion in _portions(seqs):
                noted = max(noted, reader.scalar(newest.where(version.c.seq.in_(portion))) or "")
    return f"{len(seqs)} {max(seqs, default=0)} {noted}".strip()


def records_of(
    archive: Archive, wanted: Wanted, span: Span, *, sections_by_now: bool = False
) -> Iterator[dict[str, Any]]:
    """The wanted records of a span, in batch and line order.

    Sections are those that their batches froze, or with ``sections_by_now`` those noted by now.
    Each portion is read in a short transaction of its own. Raises ArchiveError.
    """
    seqs = _seqs(archive, wanted, span)
    return _records(archive, seqs, sections_by_now=sections_by_now)


def _records(
    archive: Archive, seqs: list[int], *, sections_by_now: bool
) -> Iterator[dict[str, Any]]:
    names = ("seq", "url_hash", "codec", "body", "sections")
    statement = select(*(version.c[name] for name in names))
    for portion in _portions(seqs):
        with archive.reading() as reader:
            own = version.c.seq.in_(portion)
            rows = {row.seq: row for row in reader.execute(statement.where(own))}
            hashes = [row.url_hash for row in rows.values()]
            noted = sections_of(reader, hashes) if sections_by_now else {}
        for seq in portion:
            yield _told(rows[seq], noted)


def _told(row: Any, noted: Mapping[str, list[str]]) -> dict[str, Any]:
    """A version's record with every key; where its page named no section, with those ``noted`` of
    its article, or else those that its batch froze."""
    record = completed(orjson.loads(codec.unpack(row.codec, row.body)))
    frozen = orjson.loads(row.sections) if row.sections else []
    record["article_section"] = record["article_section"] or noted.get(row.url_hash) or frozen
    return record


def newest(
    archive: Archive, source: str, editions: Sequence[str], number: int
) -> list[dict[str, Any]]:
    """The newest published articles by publication, at most so many, with the sections noted by
    now; those that are gone or have no date left out. Raises ArchiveError."""
    now = wanted(archive, source, editions=editions, newest_only=True)
    date = version.c.date_published
    places = select(version.c.seq, date).join(batch, batch.c.batch_id == version.c.batch_id)
    places = _published(places, now).where(date.is_not(None)).order_by(date.desc()).limit(number)
    with archive.reading() as reader:
        # Edition by edition: each is answered from the end of its part of the index.
        rows = [
            tuple(row)
            for edition in now.editions
            for row in reader.execute(places.where(version.c.edition == edition))
        ]
    seqs = [seq for seq, _ in sorted(rows, key=lambda row: row[1], reverse=True)[:number]]
    return list(_records(archive, seqs, sections_by_now=True))


def _portions(seqs: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(seqs), _PORTION):
        yield seqs[first : first + _PORTION]


def _seqs(archive: Archive, wanted: Wanted, span: Span) -> list[int]:
    """Where the wanted versions of a span stand, in batch and line order."""
    date, fetched = version.c.date_published, version.c.fetched_at
    # A statement each: they are answered by the index on edition and date.
    parts = [(date >= span.start) & (date < span.end)]
    if span.has_undated:
        parts.append(date.is_(None) & (fetched >= span.start) & (fetched < span.end))
    places = _published(
        select(batch.c.number, version.c.seq).join(batch, batch.c.batch_id == version.c.batch_id),
        wanted,
    )
    with archive.reading() as reader:
        if wanted.after is not None:
            number, line = wanted.after
            seq = seq_at(reader, wanted.source, number, line)
            behind = (batch.c.number == number) & (version.c.seq > seq)
            places = places.where(or_(batch.c.number > number, behind))
        rows = [row for part in parts for row in reader.execute(places.where(part))]
    return [seq for _, seq in sorted(tuple(row) for row in rows)]


def _published(places: Select[int, Last], wanted: Wanted) -> Select[int, Last]:
    places = places.where(
        version.c.source == wanted.source,
        version.c.edition.in_(wanted.editions),
        batch.c.state == PUBLISHED,
        batch.c.published_at <= wanted.published_by,
        batch.c.batch_id <= wanted.last_batch_id,
    )
    if not wanted.newest_only:
        return places
    later, into = version.alias(), batch.alias()
    superseded = exists().where(
        later.c.url_hash == version.c.url_hash,
        later.c.revision > version.c.revision,
        later.c.batch_id == into.c.batch_id,
        into.c.state == PUBLISHED,
        into.c.published_at <= wanted.published_by,
        into.c.batch_id <= wanted.last_batch_id,
    )
    return places.where(version.c.status == "usable", ~superseded)
