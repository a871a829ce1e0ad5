"""The walked spans of publication time, and what entitled each to be called so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select

from kazcrawl import clock
from kazcrawl.archive.schema import walked, witness
from kazcrawl.archive.store import Archive
from kazcrawl.dates import midnight

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of publication time, ``until`` exclusive (both aware)."""

    since: datetime
    until: datetime


class Witness(NamedTuple):
    """What entitled a span to be called walked: the walk's kind and ending, and what was seen."""

    since: str
    until: str
    kind: str
    ending: str
    evidence: str
    crawl_id: str
    noted_at: str


def note_walked(
    archive: Archive,
    source: str,
    edition: str,
    span: Span,
    *,
    kind: str,
    ending: str,
    evidence: str,
    crawl_id: str,
) -> bool:
    """Notes that the listing of a span was read to its end, and what proves that.

    Spans that touch become one. A span that is empty, or that ends in the future, is not noted:
    False. Raises ArchiveError.
    """
    since, until, now = clock.text(span.since), clock.text(span.until), clock.text(clock.now())
    if since >= until or until > now:
        return False
    own = (walked.c.source == source, walked.c.edition == edition)
    touching = (*own, walked.c.since <= until, walked.c.until >= since)
    proof = Witness(since, until, kind, ending, evidence, crawl_id, now)
    with archive.writing() as connection:
        for row in connection.execute(select(walked.c.since, walked.c.until).where(*touching)):
            since, until = min(since, row.since), max(until, row.until)
        connection.execute(delete(walked).where(*touching))
        connection.execute(
            insert(walked).values(source=source, edition=edition, since=since, until=until)
        )
        connection.execute(
            insert(witness).values(source=source, edition=edition, **proof._asdict())
        )
    return True


def witnesses(
    archive: Archive, source: str, edition: str, day: date, zone: ZoneInfo
) -> list[Witness]:
    """What entitled the spans that touch a day, in the order in which it was noted."""
    first, last = clock.text(midnight(day, zone)), clock.text(midnight(day + _DAY, zone))
    statement = select(*(witness.c[name] for name in Witness._fields)).where(
        witness.c.source == source,
        witness.c.edition == edition,
        witness.c.until > first,
        witness.c.since < last,
    )
    with archive.reading() as reader:
        return [Witness(*row) for row in reader.execute(statement.order_by(witness.c.id))]


def first_noted(archive: Archive, source: str, edition: str) -> str | None:
    """When a span of an edition was first noted as walked (UTC text), None for never."""
    wanted = (witness.c.source == source, witness.c.edition == edition)
    with archive.reading() as reader:
        moment: str | None = reader.scalar(select(func.min(witness.c.noted_at)).where(*wanted))
    return moment


def spans(archive: Archive, source: str) -> dict[str, list[Span]]:
    """The walked spans of a source by edition, the oldest first.

    What lies later than now was noted by another clock, and is left out.
    """
    now = clock.now()
    found: dict[str, list[Span]] = {}
    statement = select(walked.c.edition, walked.c.since, walked.c.until)
    with archive.reading() as reader:
        for edition, since, until in reader.execute(
            statement.where(walked.c.source == source).order_by(walked.c.edition, walked.c.since)
        ):
            span = Span(clock.parse(since), min(clock.parse(until), now))
            if span.since < span.until:
                found.setdefault(edition, []).append(span)
    return found
