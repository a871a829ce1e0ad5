"""The way over the day archive: a listing a day.

A site may keep the days of its archive by another clock than the one that it prints. Then a day's
list shows articles of the day before or behind it: the days around those asked for are walked,
too, and a day is complete only with its neighbours.
"""

import logging
from datetime import date, datetime, timedelta

from kazcrawl.crawl import ledger
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Kind, Walk
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.crawl.ways.way import Way
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.site import Site

logger = logging.getLogger(__name__)

_DAY = timedelta(days=1)


def range_of(
    site: Site, since: date | None, until: date | None, max_pages: int | None = None
) -> Bounds:
    """Bounds of whole days on the site's clock, both inclusive, and nothing outside wanted."""
    return Bounds(_midnight(site, since), _midnight(site, until, 1), True, max_pages)


def _midnight(site: Site, day: date | None, later: int = 0) -> datetime | None:
    return site.midnight(day + later * _DAY) if day else None


class Days:
    """The days of an edition that a run walks; ``whole`` is the range asked for."""

    def __init__(
        self, articles: Articles, edition: Edition, whole: Bounds, max_pages: int | None = None
    ) -> None:
        self.articles, self.edition = articles, edition
        self.whole, self.max_pages = whole, max_pages
        self.ways: dict[date, DayWay] = {}
        self.is_shifted = False
        self._is_widened = False
        self._closed_days: set[date] = set()

    def way(self, day: date) -> "DayWay":
        """The way over a day."""
        own = range_of(self.articles.context.site, day, day)
        bounds = Bounds(own.since, own.until, True, self.max_pages, self.whole)
        walk = Walk(Kind.DAY, self.edition.code, self.edition.day_page(day), bounds)
        self.ways[day] = DayWay(self.articles, walk, day, self)
        return self.ways[day]

    def note_stray(self, day: date, moment: datetime) -> None:
        """A day's list shows an article of another day."""
        if not self.is_shifted:
            self.is_shifted = True
            logger.warning(
                "%s: the day archive goes by another zone: %s shows an article of %s",
                self.edition.code,
                day,
                self.articles.context.site.day(moment),
            )

    def widen(self) -> list["DayWay"]:
        """Ways over the days around those asked for, once, if the archive's days are shifted."""
        if not self.is_shifted or self._is_widened:
            return []
        self._is_widened = True
        context = self.articles.context
        around = {day + near * _DAY for day in self.ways for near in (-1, 1)} - self.ways.keys()
        today = context.site.day(context.started)
        return [self.way(day) for day in sorted(around) if day <= today]

    def close(self, day: date) -> list["DayWay"]:
        """The ways whose days may be noted now that a day's walk is at its end."""
        self._closed_days.add(day)
        if not self.is_shifted:
            return [self.ways[day]]
        near = (day - _DAY, day, day + _DAY)
        return [self.ways[one] for one in near if self._is_whole(one)]

    def _is_whole(self, day: date) -> bool:
        """Whether a day and its neighbours were all walked to a proved end."""
        needed = (day - _DAY, day, day + _DAY)
        return self._closed_days.issuperset(needed) and all(
            self.ways[one].walk.is_complete for one in needed
        )


class DayWay(ListingWay):
    """Asks for the list of a day."""

    def __init__(self, articles: Articles, walk: Walk, day: date, days: Days) -> None:
        super().__init__(articles, walk)
        self.day, self.days = day, days

    def met(self, cards: Cards) -> None:
        for _, entry in cards.values():
            if entry.published is not None and not self.walk.bounds.holds(entry.published):
                self.days.note_stray(self.day, entry.published)

    def further(self) -> list[Way]:
        return list(self.days.widen())

    def note(self) -> None:
        for way in self.days.close(self.day):
            ledger.note(self.context, way.walk)
