"""What a run over an agency walks: its front listings and sections, days, or a search."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import quote

from kazcrawl import clock
from kazcrawl.archive.coverage import Day, coverage, gaps_of, lacking
from kazcrawl.archive.runs import last_complete_start
from kazcrawl.crawl.arguments import AgencyArguments, ArgumentError, WalkArguments
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Kind, Walk
from kazcrawl.crawl.ways.audit import Audit
from kazcrawl.crawl.ways.days import Days, range_of
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.crawl.ways.search import SearchWay
from kazcrawl.crawl.ways.syndication import SyndicationWay
from kazcrawl.crawl.ways.way import Way
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.site import Site

logger = logging.getLogger(__name__)

# Articles appear a little later than the time they carry.
_OVERLAP = timedelta(hours=1)
_DAY = timedelta(days=1)


def check(asked: AgencyArguments, site: Site) -> None:
    """Refuses arguments that a site cannot serve; ArgumentError with one line."""
    if asked.query and site.search is None:
        raise ArgumentError(f"query={asked.query}: {site.name} has no search that is known")
    for edition in asked.editions:
        if asked.gaps and edition.day is None:
            raise ArgumentError(f"gaps=true: the edition {edition.code} has no day archive")


def bounds_of(
    context: RunContext, asked: WalkArguments, scope: str, *, with_sections: bool
) -> Bounds:
    """The bounds of a walk: the days asked for, or back to the last run that was complete.

    ``scope`` is what the archive remembers that by (see ``Walk``), ``with_sections`` whether that
    run must have walked the sections, too. Raises ArchiveError.
    """
    if asked.since:
        return range_of(context.site, asked.since, asked.until, asked.max_pages)
    last = last_complete_start(context.archive, context.site.name, scope, sections=with_sections)
    since = clock.parse(last) - _OVERLAP if last else context.started - context.config.first_run
    return Bounds(since, max_pages=asked.max_pages)


def days_of(asked: WalkArguments, today: date) -> set[str] | None:
    """The days whose failed articles are tried again; None for all that are due."""
    if asked.since is None:
        return None
    number = ((asked.until or today) - asked.since).days + 1
    return {str(asked.since + _DAY * later) for later in range(number)}


class Plan:
    """The ways of a run over an agency's editions."""

    def __init__(self, articles: Articles, asked: AgencyArguments) -> None:
        self.articles = articles
        self.context = articles.context
        self.site = self.context.site
        self.asked = asked
        self.today = self.site.day(self.context.started)

    def ways(self) -> Iterator[Way]:
        """The walks of this run, each with its way. Raises ArchiveError."""
        asked = self.asked
        gaps = self._gaps() if asked.gaps else {}
        if asked.gaps and not gaps:
            logger.info("gaps: nothing was lacking")
        for edition in asked.editions:
            if asked.query:
                yield self._search(edition, asked.query)
            elif asked.gaps:
                yield from self._days(edition, [day.day for day in gaps.get(edition.code, [])])
            elif asked.since and asked.until and asked.until < self.today and edition.day:
                number = (asked.until - asked.since).days + 1
                yield from self._days(
                    edition, [asked.since + _DAY * later for later in range(number)]
                )
            else:
                yield from self._listings(edition)
                if asked.is_ordinary:
                    yield from Audit(self.context, edition).ways(self.articles)

    def _search(self, edition: Edition, query: str) -> Way:
        """What the search finds, instead of the listings."""
        assert self.site.search is not None
        words = quote(query, safe="")
        # Strict, as a walk that says nothing of how complete the edition is.
        bounds = range_of(self.site, self.asked.since, self.asked.until, self.asked.max_pages)
        walk = Walk(Kind.SEARCH, edition.code, self.site.search.page(edition, words), bounds)
        endpoint = self.site.search.endpoint(edition, words)
        return SearchWay(self.articles, walk, self.site.search, endpoint)

    def _days(self, edition: Edition, days: list[date]) -> Iterator[Way]:
        """The day archive, newest day first unless asked otherwise: a front listing of years ago
        is hundreds deep."""
        if not days:
            return
        whole = range_of(self.site, min(days), max(days))
        of_edition = Days(self.articles, edition, whole, self.asked.max_pages)
        for day in sorted(days, reverse=not self.asked.oldest_first):
            yield of_edition.way(day)

    def _gaps(self) -> dict[str, list[Day]]:
        """The days before today that the ledger lacks, by edition: those not walked whole."""
        days = coverage(
            self.context.archive,
            self.site.name,
            self.site.clock,
            self.asked.since,
            self.asked.until,
        )
        # Whoever names a day wants it, though nobody looked before.
        gaps = lacking if self.asked.since else gaps_of
        gaps_by_edition: dict[str, list[Day]] = {}
        for day in gaps(days, self.site.clock):
            if not day.walked:
                gaps_by_edition.setdefault(day.edition, []).append(day)
        return gaps_by_edition

    # --- the front listing and the sections ---------------------------------------------------

    def _listings(self, edition: Edition) -> Iterator[Way]:
        """The front listing, and the sections when they are due or asked for."""
        is_full = self._is_full(edition)
        bounds = bounds_of(self.context, self.asked, edition.code, with_sections=is_full)
        is_standing = self._is_conditional(bounds)
        if self.asked.sections is None:
            walk = Walk(
                Kind.FRONT,
                edition.code,
                edition.front_page(),
                bounds,
                is_standing=is_standing,
                is_full=is_full,
            )
            if is_standing:
                yield SyndicationWay(self.articles, walk, is_confirming=not is_full)
            else:
                yield ListingWay(self.articles, walk)
        for slug in self._sections(edition, is_full=is_full):
            walk = Walk(
                Kind.SECTION,
                edition.code,
                edition.section_page(slug),
                bounds,
                section=slug,
                is_standing=is_standing,
                is_full=is_full,
            )
            yield ListingWay(self.articles, walk)

    def _is_conditional(self, bounds: Bounds) -> bool:
        """Whether what is unchanged since the last run need not be seen again."""
        return not (bounds.strict or bounds.max_pages or self.context.config.revisit.always)

    def _is_full(self, edition: Edition) -> bool:
        """Whether this run walks an edition's front listing and sections whatever its RSS says."""
        asked = self.asked
        if asked.sections is not None:
            return False
        return asked.all_sections or asked.since is not None or self._is_due(edition)

    def _sections(self, edition: Edition, *, is_full: bool) -> tuple[str, ...]:
        """The section listings of this run."""
        asked = self.asked
        if asked.sections is not None:
            known = tuple(slug for slug in asked.sections if slug in edition.sections)
            return known if len(asked.editions) > 1 else asked.sections
        is_bounded = asked.since is not None and not asked.all_sections
        return edition.sections if is_full and (not is_bounded or self._is_due(edition)) else ()

    def _is_due(self, edition: Edition) -> bool:
        """Whether the edition's sections were last walked longer ago than they may."""
        context = self.context
        last = last_complete_start(context.archive, self.site.name, edition.code, sections=True)
        return last is None or (
            context.started - clock.parse(last) >= context.config.sections_every
        )
