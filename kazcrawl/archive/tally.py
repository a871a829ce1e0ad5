"""What the archive holds, counted once: versions are only ever added, so what was counted stays."""

from collections import defaultdict
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, func, select

from kazcrawl.archive.holdings import Holding, counted
from kazcrawl.archive.notes import note, noted
from kazcrawl.archive.schema import gone_version, version
from kazcrawl.archive.store import Archive

_KEY = "tally"
# Behind so many versions, counting all by the indexes is faster than reading those.
_FAR = 20_000


class _Tally(NamedTuple):
    """What the versions up to the ``newest`` number are."""

    newest: int
    holdings: list[Holding]


def holdings(archive: Archive) -> list[Holding]:
    """Articles by source, edition and year, what has no date first."""
    with archive.reading() as reader:
        return _behind(reader, _noted(reader)).holdings


def note_holdings(archive: Archive) -> None:
    """Notes what was counted, so that the next count begins there."""
    with archive.reading() as reader:
        noted = _noted(reader)
        tally = _behind(reader, noted)
    if tally.newest != noted.newest:
        rows = [tuple(row) for row in tally.holdings]
        value = orjson.dumps((tally.newest, rows)).decode()
        with archive.writing() as connection:
            note(connection, _KEY, value)


def _noted(reader: Connection) -> _Tally:
    told = noted(reader, _KEY)
    if told is None:
        return _Tally(0, [])
    newest, rows = orjson.loads(told)
    return _Tally(newest, [Holding(*row) for row in rows])


def _behind(reader: Connection, noted: _Tally) -> _Tally:
    """What is held now. What was noted is read before this: another run may note a later number
    meanwhile."""
    newest = reader.scalar(select(func.max(version.c.seq))) or 0
    if newest - noted.newest > _FAR:
        return _Tally(newest, counted(reader, newest))
    return _Tally(newest, _further(reader, noted, newest))


def _further(reader: Connection, noted: _Tally, newest: int) -> list[Holding]:
    """What was noted, and what came behind it."""
    counts: defaultdict[tuple[str, str, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for source, edition, year, *figures in noted.holdings:
        counts[source, edition, year] = figures
    names = ("source", "edition", "date_published", "revision", "status", "url_hash", "seq")
    rows = reader.execute(
        select(*(version.c[name] for name in names))
        .where(version.c.seq > noted.newest, version.c.seq <= newest)
        .order_by(version.c.seq)
    )
    for source, edition, date, revision, status, url_hash, seq in rows.all():
        year = date[:4] if date else None
        figures = counts[source, edition, year]
        figures[0 if revision == 1 else 2] += 1
        if status == "gone":
            before = _gone_before(reader, url_hash, seq)
            figures[1] += (source, edition, year) not in before
    ordered = sorted(counts.items(), key=lambda row: (*row[0][:2], row[0][2] or ""))
    return [Holding(*key, *figures) for key, figures in ordered]


def _gone_before(reader: Connection, url_hash: str, seq: int) -> set[tuple[str, str, str | None]]:
    """Where an article counts as gone by the versions before one."""
    names = ("source", "edition", "date_published")
    rows = reader.execute(
        select(*(version.c[name] for name in names)).where(
            version.c.url_hash == url_hash, gone_version, version.c.seq < seq
        )
    )
    return {(source, edition, date[:4] if date else None) for source, edition, date in rows}
