"""The coverage ledger: for each edition and day, what was listed, archived and failed.

A day is walked when the spans of publication time whose listings were read to their end hold all
of it. Every address that a listing showed is archived, or it waits with its reason; so what was
listed is what is archived and what waits, and a day is complete when it was walked and nothing
waits that is not given up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from kazcrawl import clock
from kazcrawl.archive.holdings import editions
from kazcrawl.archive.schema import version, waiting
from kazcrawl.archive.spans import Span, spans
from kazcrawl.archive.store import Archive
from kazcrawl.dates import midnight
from kazcrawl.items import NEW

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Day:
    """One day (by the site's clock) of one edition.

    ``failed`` counts by reason what failed and is tried again or was given up; ``waiting`` what
    is not given up (and may not have been tried yet), ``given_up`` what is.
    """

    source: str
    edition: str
    day: date
    walked: bool = False
    archived: int = 0
    waiting: int = 0
    given_up: int = 0
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def listed(self) -> int:
        """How many articles the listings showed of this day."""
        return self.archived + self.waiting + self.given_up

    @property
    def complete(self) -> bool:
        """Whether nothing of the day is missing but what is accounted for."""
        return self.walked and not self.waiting


def coverage(
    archive: Archive,
    source: str,
    zone: ZoneInfo,
    since: date | None = None,
    until: date | None = None,
) -> list[Day]:
    """The ledger of a source, by edition and then by day, both bounds inclusive.

    Without ``since`` an edition begins with the first day that was walked whole, without
    ``until`` it ends with the last day over which a walk went. Raises ArchiveError.
    """
    rows: list[Day] = []
    archived, troubles = (
        _archived(archive, source, zone, since, until),
        _waiting(archive, source, zone),
    )
    by_edition = spans(archive, source)
    editions = {*by_edition, *(edition for edition, _ in troubles)} if since else by_edition
    for edition in sorted(editions):
        own = by_edition.get(edition, [])
        first = since or _first_whole(own[0], zone)
        last = until or _last(own, zone)
        for day in _days(first, last):
            row = Day(source, edition, day, _is_walked(own, day, zone), archived[edition, day])
            for given_up, reason in troubles[edition, day]:
                row.given_up += given_up
                row.waiting += not given_up
                if reason:
                    row.failed[reason] += 1
            rows.append(row)
    return rows


def lacking(days: list[Day], zone: ZoneInfo) -> list[Day]:
    """The days before today that are not complete; today is still to end."""
    today = clock.now().astimezone(zone).date()
    return [day for day in days if not day.complete and day.day < today]


def begun(days: list[Day]) -> list[Day]:
    """The days of each edition from the first that holds anything: before it nobody looked."""
    seen: set[str] = set()
    from_then_on = []
    for day in days:
        if day.walked or day.listed:
            seen.add(day.edition)
        if day.edition in seen:
            from_then_on.append(day)
    return from_then_on


def gaps_of(days: list[Day], zone: ZoneInfo) -> list[Day]:
    """The gaps of a ledger, ``days`` in its order: what is lacking since an edition's walks
    began."""
    return lacking(begun(days), zone)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _last(own: list[Span], zone: ZoneInfo) -> date:
    """The last day that a walk touched; today where none ever did."""
    moment = own[-1].until - timedelta(seconds=1) if own else clock.now()
    return moment.astimezone(zone).date()


def _first_whole(span: Span, zone: ZoneInfo) -> date:
    day = span.since.astimezone(zone).date()
    return day if midnight(day, zone) >= span.since else day + _DAY


def _is_walked(own: list[Span], day: date, zone: ZoneInfo) -> bool:
    return any(
        one.since <= midnight(day, zone) and one.until >= midnight(day + _DAY, zone) for one in own
    )


def _archived(
    archive: Archive, source: str, zone: ZoneInfo, since: date | None, until: date | None
) -> Counter[tuple[str, date]]:
    """Articles by edition and day of publication."""
    # Minutes, because a site's days do not begin with UTC's, nor everywhere at a whole hour.
    minute = func.substr(version.c.date_published, 1, 16)
    wanted = [version.c.revision == 1, minute.is_not(None)]
    if since:
        wanted.append(version.c.date_published >= clock.text(midnight(since, zone)))
    if until:
        wanted.append(version.c.date_published < clock.text(midnight(until + _DAY, zone)))
    found: Counter[tuple[str, date]] = Counter()
    statement = select(minute, func.count()).where(*wanted).group_by(minute)
    with archive.reading() as reader:
        # One edition after the other: the index has them before the dates.
        rows = [
            (edition, *row)
            for own_source, edition in editions(reader)
            if own_source == source
            for row in reader.execute(
                statement.where(version.c.source == source, version.c.edition == edition)
            )
        ]
        for edition, text, number in rows:
            moment = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
            found[edition, moment.astimezone(zone).date()] += number
    return found


def _waiting(
    archive: Archive, source: str, zone: ZoneInfo
) -> dict[tuple[str, date], list[tuple[bool, str | None]]]:
    """``(given up, reason)`` of what waits by edition and day: its card's, else of its finding."""
    found: dict[tuple[str, date], list[tuple[bool, str | None]]] = defaultdict(list)
    names = ("edition", "day", "found_at", "given_up", "reason")
    statement = select(*(waiting.c[name] for name in names))
    with archive.reading() as reader:
        for edition, day, found_at, given_up, reason in reader.execute(
            statement.where(waiting.c.source == source, waiting.c.kind == NEW)
        ):
            own = date.fromisoformat(day) if day else clock.parse(found_at).astimezone(zone).date()
            found[edition, own].append((given_up, reason))
    return found
