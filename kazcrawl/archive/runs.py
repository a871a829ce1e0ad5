"""What the archive remembers of crawls: how they ended, and what they walked to the end."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from kazcrawl import clock
from kazcrawl.archive.distinct import distinct
from kazcrawl.archive.notes import note, noted
from kazcrawl.archive.schema import batch, edition_run, run, version
from kazcrawl.archive.store import Archive

_ALL_FOR = timedelta(days=90)
"""How long every run is remembered: verdicts look back five weeks, the report sixty days."""
# In meta: the day before which runs are thinned.
_THINNED = "thinned"


class Run(NamedTuple):
    """A crawl that ended, or that died (no verdict); moments as the feed prints them."""

    crawl_id: str
    source: str
    started_at: str
    finished_at: str | None
    verdict: str | None
    exit_code: int | None
    stats: dict[str, Any]


_runs = select(*(run.c[name] for name in Run._fields))


def _run(row: Row[Any]) -> Run:
    return Run(**(row._asdict() | {"stats": orjson.loads(row.stats or "{}")}))


def runs_since(archive: Archive, since: str, source: str | None = None) -> list[Run]:
    """The crawls that began at ``since`` (UTC text) or later, the oldest first."""
    wanted = [run.c.started_at >= since]
    if source:
        wanted.append(run.c.source == source)
    statement = _runs.where(*wanted).order_by(run.c.started_at)
    with archive.reading() as reader:
        return [_run(row) for row in reader.execute(statement)]


def newest_runs(archive: Archive) -> list[Run]:
    """The newest crawl that ended of every source."""
    newest = _runs.where(run.c.finished_at.is_not(None)).order_by(run.c.started_at.desc()).limit(1)
    with archive.reading() as reader:
        return [
            _run(row)
            for source in distinct(reader, run.c.source)
            for row in reader.execute(newest.where(run.c.source == source))
        ]


def last_good_start(archive: Archive, source: str) -> str | None:
    """When the newest run of a source began that ended with exit code 0, or None (UTC text)."""
    wanted = (
        run.c.source == source,
        run.c.exit_code == 0,
        run.c.started_at <= clock.text(clock.now()),
    )
    with archive.reading() as reader:
        found: str | None = reader.scalar(select(func.max(run.c.started_at)).where(*wanted))
    return found


def published_by(archive: Archive, crawl_id: str, since: str) -> list[tuple[str, str]]:
    """``(date_published, published_at)`` of each article that a crawl published first and that is
    of ``since`` (UTC text) or later: a backfill's are not counted by the hundred thousand."""
    statement = (
        select(version.c.date_published, batch.c.published_at)
        .join(batch, version.c.batch_id == batch.c.batch_id)
        .where(
            batch.c.crawl_id == crawl_id,
            batch.c.published_at.is_not(None),
            version.c.revision == 1,
            version.c.date_published.between(since, batch.c.published_at),
        )
    )
    with archive.reading() as reader:
        return [(row[0], row[1]) for row in reader.execute(statement)]


def last_complete_start(
    archive: Archive, source: str, edition: str, *, sections: bool
) -> str | None:
    """When the newest run began that walked this edition to its end, or None (UTC text).

    With ``sections``, the newest one that walked its sections as well. A run that began later
    than now had another clock, and is not believed.
    """
    wanted = [
        edition_run.c.source == source,
        edition_run.c.started_at <= clock.text(clock.now()),
        edition_run.c.edition == edition,
        edition_run.c.complete,
    ]
    if sections:
        wanted.append(edition_run.c.sections)
    with archive.reading() as reader:
        found: str | None = reader.scalar(select(func.max(edition_run.c.started_at)).where(*wanted))
    return found


def stats_since(archive: Archive, source: str, since: str) -> list[dict[str, Any]]:
    """The stats of a source's runs that began at ``since`` (UTC text) or later and ended."""
    wanted = (run.c.source == source, run.c.started_at >= since, run.c.stats.is_not(None))
    with archive.reading() as reader:
        return [orjson.loads(text) for text in reader.scalars(select(run.c.stats).where(*wanted))]


def begin_run(archive: Archive, crawl_id: str, source: str, started_at: str) -> None:
    """Notes that a crawl began; a crawl that dies leaves this row without an end."""
    with archive.writing() as connection:
        connection.execute(
            insert(run).values(crawl_id=crawl_id, source=source, started_at=started_at)
        )


def end_run(
    archive: Archive,
    crawl_id: str,
    *,
    finished_at: str,
    verdict: str,
    exit_code: int,
    stats: str,
    walked: dict[str, tuple[bool, bool]],
) -> None:
    """Notes how a crawl ended; ``stats`` is JSON.

    ``walked`` tells by edition whether its walk was complete, and whether with its sections.
    """
    with archive.writing() as connection:
        connection.execute(
            update(run)
            .where(run.c.crawl_id == crawl_id)
            .values(finished_at=finished_at, verdict=verdict, exit_code=exit_code, stats=stats)
        )
        begun = connection.execute(
            select(run.c.source, run.c.started_at).where(run.c.crawl_id == crawl_id)
        ).one()
        for edition, (complete, sections) in walked.items():
            connection.execute(
                insert(edition_run).values(
                    crawl_id=crawl_id,
                    edition=edition,
                    source=begun.source,
                    started_at=begun.started_at,
                    complete=complete,
                    sections=sections,
                )
            )


def thin_runs(archive: Archive) -> None:
    """Of the runs that began more than 90 days (UTC) ago, keeps each source's last good one of a
    day, or its last one where none was good.

    Of what such runs walked it keeps what the next run may go back to: the newest complete walk
    of each edition, and the newest with its sections.
    """
    before = clock.text(clock.now() - _ALL_FOR)[:10]
    with archive.writing() as connection:
        # Once a day: a run of each day of years is looked through.
        if noted(connection, _THINNED) == before:
            return
        note(connection, _THINNED, before)
        for table, kept in ((run, _kept_runs), (edition_run, _kept_walks)):
            columns = (column for column in table.c if column.name != "stats")
            began = table.c.started_at
            old = connection.execute(select(*columns).where(began < before).order_by(began)).all()
            keys = [column.name for column in table.primary_key]
            gone = {tuple(getattr(row, key) for key in keys) for row in old}
            gone -= {tuple(getattr(row, key) for key in keys) for row in kept(old)}
            if gone:
                matching = (table.c[key] == bindparam(f"own_{key}") for key in keys)
                connection.execute(
                    delete(table).where(*matching),
                    [
                        {f"own_{key}": value for key, value in zip(keys, row, strict=True)}
                        for row in gone
                    ],
                )


def _kept_runs(old: Sequence[Row[Any]]) -> Iterable[Row[Any]]:
    # What comes later in this order takes a day's place.
    rows = sorted(old, key=lambda row: (row.exit_code == 0, row.started_at))
    return {(row.source, row.started_at[:10]): row for row in rows}.values()


def _kept_walks(old: Sequence[Row[Any]]) -> Iterable[Row[Any]]:
    complete = [row for row in old if row.complete]
    newest = {(row.source, row.edition, False): row for row in complete}
    newest |= {(row.source, row.edition, True): row for row in complete if row.sections}
    return newest.values()
