"""The way of the audit: days that are called complete, read once more through the day archive.

What it finds there that the archive lacks is a defect of the ledger, or was dated back: it is
counted, told, and fetched. So the crawl measures its own recall.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive.coverage import coverage
from kazcrawl.archive.spans import first_noted
from kazcrawl.archive.standing import Standing, remember
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Kind, Step, Walk
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.days import range_of
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.sites.edition import Edition

logger = logging.getLogger(__name__)

_DAY = timedelta(days=1)
# News are dated back by days: an audit begins as many before the audit that was last.
_OVERLAP, _MOST = 3 * _DAY, 31 * _DAY


class Audit:
    """The audit of an edition: which days are due, and what remembers that they were read."""

    def __init__(self, context: RunContext, edition: Edition) -> None:
        self.context, self.edition = context, edition
        self._key = edition.day_page(date.max) if edition.day else ""
        self._to_come = 0

    def ways(self, articles: Articles) -> list["AuditWay"]:
        """The ways over the days that are due; none where it is not time. Raises ArchiveError."""
        days = self._days() if self._is_due() else []
        self._to_come = len(days)
        return [AuditWay(articles, self.edition, day, self) for day in days]

    def _is_due(self) -> bool:
        """Whether the last audit, or where there was none the first walk, is long enough ago."""
        context, every = self.context, self.context.config.audit_every
        if not every or not self._key:
            return False
        last = context.standing.before(self._key)
        since = (
            last.asked_at
            if last
            else first_noted(context.archive, context.site.name, self.edition.code)
        )
        return since is not None and context.started - clock.parse(since) >= every

    def _days(self) -> list[date]:
        """The walked days since a little before the last audit, the oldest first."""
        context, site = self.context, self.context.site
        today = site.day(context.started)
        last = context.standing.before(self._key)
        since = site.day(clock.parse(last.asked_at)) - _OVERLAP if last else today - _MOST
        days = coverage(
            context.archive, site.name, site.clock, max(since, today - _MOST), today - _DAY
        )
        return [day.day for day in days if day.edition == self.edition.code and day.walked]

    def close(self, way: "AuditWay") -> None:
        """A day was read; with the last one the audit is done. Raises ArchiveError."""
        self._to_come -= way.walk.is_complete
        if self._to_come:
            return
        now = clock.text(self.context.started)
        remember(self.context.archive, [Standing(self._key, now, 200, content="{}")])
        counts = self.context.report.edition(self.edition.code).audit
        if counts.missed:
            logger.warning(
                "%s: the audit found %d of %d articles missing from days that were called complete",
                self.edition.code,
                counts.missed,
                counts.listed,
            )


class AuditWay(ListingWay):
    """Reads the list of a day that was called complete; it says nothing to the ledger."""

    is_audit = True

    def __init__(self, articles: Articles, edition: Edition, day: date, audit: Audit) -> None:
        bounds = range_of(articles.context.site, day, day)
        walk = Walk(Kind.DAY, edition.code, edition.day_page(day), bounds)
        super().__init__(articles, walk)
        self.audit = audit
        self._listed_ids: set[str] = set()

    def met(self, cards: Cards) -> None:
        own_ids = {
            entry.id for _, entry in cards.values() if self.walk.bounds.wants(entry.published)
        }
        self.report.audit.listed += len(own_ids - self._listed_ids)
        self._listed_ids |= own_ids

    def follow(self, number: int, step: Step, new: int) -> Iterator[Request]:
        self.report.audit.missed += new
        yield from super().follow(number, step, new)

    def ended(self) -> None:
        self.close()

    def note(self) -> None:
        self.audit.close(self)
