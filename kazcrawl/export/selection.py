"""Which published records an export takes."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.published import Span, Wanted, hours, records_of, state_of, wanted
from kazcrawl.dates import midnight
from kazcrawl.sites.registry import clock_of


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for; nothing: all that is published.

    ``editions`` are codes, ``languages`` BCP 47 tags or their beginnings, ``sections`` names as
    records carry them. ``since`` and ``until`` are days on the site's clock, both inclusive, of
    ``date_published``, or of ``fetched_at`` where there is none. ``after`` is a cursor's batch
    and line, ``as_of`` a moment (UTC text): what was published by then, as it was published.
    """

    editions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    after: tuple[int, int] | None = None
    as_of: str | None = None
    latest: bool = False

    def told(self) -> dict[str, Any]:
        """For manifests: what was asked for, as JSON has it; not the days, of which each file is
        one."""
        given = {name: value for name, value in asdict(self).items() if value}
        told: dict[str, Any] = orjson.loads(orjson.dumps(given, default=list))  # a cursor
        return {name: value for name, value in told.items() if name not in ("since", "until")}

    def has_day(self, day: str) -> bool:
        """Whether a day was asked for."""
        return (self.since or "") <= day <= (self.until or "9999")

    def holds(self, record: dict[str, Any]) -> bool:
        """Whether a record is of a language and section that was asked for."""
        language = record["in_language"] or ""
        if self.languages and not any(
            language == tag or language.startswith(f"{tag}-") for tag in self.languages
        ):
            return False
        return not self.sections or not set(self.sections).isdisjoint(record["article_section"])


class Days:
    """The records that a selection takes of one source, day by day of the site's clock.

    What is published while they are read is not among them. Raises ArchiveError.
    """

    def __init__(
        self, archive: Archive, source: str, selection: Selection, newest_only: bool
    ) -> None:
        self.source = source
        self._archive, self._selection = archive, selection
        self._clock = clock_of(source)
        self._wanted: Wanted = wanted(
            archive,
            source,
            editions=selection.editions,
            published_by=selection.as_of,
            after=selection.after,
            newest_only=newest_only or selection.latest,
        )
        self._dated, self._undated = map(self._days, hours(archive, self._wanted))

    def days(self) -> list[str]:
        """The days that may have records, the oldest first."""
        return sorted(self._dated | self._undated)

    def state(self, day: str | None) -> str:
        """What there is of a day, or of all days, in short: the same state, the same records."""
        if day is None:
            return f"{self._wanted.published_by} {self._wanted.last_batch_id}"
        return state_of(
            self._archive, self._wanted, self._span(day), sections_by_now=self._sections_by_now
        )

    def records(self, day: str) -> Iterator[dict[str, Any]]:
        """A day's records in batch and line order."""
        records = records_of(
            self._archive, self._wanted, self._span(day), sections_by_now=self._sections_by_now
        )
        return filter(self._selection.holds, records)

    @property
    def _sections_by_now(self) -> bool:
        return self._selection.as_of is None

    def _span(self, day: str) -> Span:
        first = date.fromisoformat(day)
        start, end = (midnight(begin, self._clock) for begin in (first, first + timedelta(days=1)))
        return Span(clock.text(start), clock.text(end), day in self._undated)

    def _days(self, hours: Iterable[str]) -> set[str]:
        """The days on the site's clock of hours of UTC. Where a clock is half an hour off, an hour
        has a part in two."""
        return {
            datetime.fromisoformat(f"{hour}:{minute}+00:00")
            .astimezone(self._clock)
            .date()
            .isoformat()
            for hour in hours
            for minute in ("00", "59")
        }
