"""The agency: its editions, their feeds and sections, or the day archive of a past range."""

from collections.abc import Iterator
from datetime import date, timedelta

from kazcrawl import clock
from kazcrawl.archive.coverage import Day, coverage, gaps_of
from kazcrawl.archive.runs import last_complete_start
from kazcrawl.crawl.arguments import AgencyArguments, read_arguments
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.crawl.walk import Bounds, Walk
from kazcrawl.crawl.ways.search import SearchListings, search_walk
from kazcrawl.dates import ASTANA, midnight
from kazcrawl.pages import Reading
from kazcrawl.sites.kazinform.addresses import agency_hosts, edition_of, is_article
from kazcrawl.sites.kazinform.editions import EDITIONS, Edition

# Articles appear a little later than the time they carry.
_OVERLAP = timedelta(hours=1)
_DAY = timedelta(days=1)


def days_of(first: date, last: date) -> set[str]:
    """The days of a range, both ends included."""
    return {str(first + _DAY * number) for number in range((last - first).days + 1)}


class KazinformSpider(WalkSpider):
    """``scrapy crawl kazinform``: finds and reads what the archive lacks.

    Arguments: ``editions``, ``sections``, ``since``, ``until``, ``order``, ``max_pages``,
    ``gaps``, ``query``.
    """

    name = "kazinform"
    listings_kind = SearchListings
    allowed_domains = agency_hosts()
    arguments: AgencyArguments

    def arguments_given(self, given: dict[str, str]) -> None:
        self.arguments = read_arguments(
            AgencyArguments, given, today=self.today(), editions=EDITIONS
        )

    def today(self) -> date:
        """The day in Astana on which this run began."""
        return self.started.astimezone(ASTANA).date()

    def plan(self) -> Iterator[Walk]:
        gaps = self.gaps() if self.arguments.gaps else {}
        for asked in self.arguments.editions:
            edition = EDITIONS[asked.code]
            if self.arguments.query:
                yield self.search_walk(edition, self.arguments.query)
            elif self.arguments.gaps:
                days = [day.day for day in gaps.get(edition.code, []) if not day.walked]
                yield from self.day_walks(edition, days)
            elif self.arguments.until and self.arguments.until < self.today():
                assert self.arguments.since is not None
                span = (self.arguments.until - self.arguments.since).days + 1
                days = [self.arguments.since + _DAY * number for number in range(span)]
                yield from self.day_walks(edition, days)
            else:
                yield from self.listing_walks(edition)

    def search_walk(self, edition: Edition, query: str) -> Walk:
        """What the search finds, instead of the listings."""
        asked = self.arguments
        since = midnight(asked.since) if asked.since else None
        until = midnight(asked.until) + _DAY if asked.until else None
        return search_walk(edition.code, query, since, until, asked.max_pages)

    def listing_walks(self, edition: Edition) -> Iterator[Walk]:
        """The feed, and the sections when they are due or asked for."""
        code, root = edition.code, edition.root
        is_full = self.is_full(edition)
        bounds = self.bounds(edition, is_full=is_full)
        walks = []
        if self.arguments.sections is None:
            walks.append(Walk(code, "feed", f"{root}{edition.feed}?page={{page}}", bounds))
        for slug in self.sections(edition, is_full=is_full):
            url = f"{root}/category/{slug}/?page={{page}}"
            walks.append(Walk(code, slug, url, bounds, section=slug))
        for walk in walks:
            walk.is_standing = self.is_conditional(bounds)
            walk.is_full = is_full
            # Sections asked for by name have no feed before them that could have told all.
            walk.is_confirming = walk.is_standing and not is_full and walk.section is None
            yield walk

    def sources_of(self, walk: Walk) -> dict[str, str]:
        """RSS, else the news sitemap, before the feed listing of an ordinary run."""
        if walk.section is not None or not walk.is_standing:
            return {}
        edition = EDITIONS[walk.edition]
        return {
            "rss": edition.root + edition.rss,
            "sitemap": edition.root + edition.sitemap,
        }

    def last_news_of(self, walk: Walk) -> str | None:
        edition = EDITIONS[walk.edition]
        return edition.root + edition.last_news

    def is_conditional(self, bounds: Bounds) -> bool:
        """Whether what is unchanged since the last run need not be seen again."""
        return not (bounds.strict or bounds.max_pages or self.config.revisit.always)

    def bounds(self, edition: Edition, *, is_full: bool) -> Bounds:
        asked = self.arguments
        if asked.since:
            until = midnight(asked.until) + _DAY if asked.until else None
            return Bounds(midnight(asked.since), until, strict=True, max_pages=asked.max_pages)
        last = last_complete_start(self.archive, self.name, edition.code, sections=is_full)
        since = clock.parse(last) - _OVERLAP if last else self.started - self.config.first_run
        return Bounds(since, max_pages=asked.max_pages)

    def is_full(self, edition: Edition) -> bool:
        """Whether this run walks the edition's feed and sections whatever its RSS says."""
        asked = self.arguments
        if asked.sections is not None:
            return False
        return asked.all_sections or asked.since is not None or self.is_due(edition)

    def sections(self, edition: Edition, *, is_full: bool) -> tuple[str, ...]:
        """The section listings of this run."""
        asked = self.arguments
        if asked.sections is not None:
            known = [slug for slug in asked.sections if slug in edition.sections]
            return tuple(known) if len(asked.editions) > 1 else asked.sections
        bounded = asked.since is not None and not asked.all_sections
        return edition.sections if is_full and (not bounded or self.is_due(edition)) else ()

    def is_due(self, edition: Edition) -> bool:
        """Whether the edition's sections were last walked longer ago than they may."""
        last = last_complete_start(self.archive, self.name, edition.code, sections=True)
        return last is None or self.started - clock.parse(last) >= self.config.sections_every

    def gaps(self) -> dict[str, list[Day]]:
        """The days before today of each edition that the ledger does not call complete."""
        asked = self.arguments
        found: dict[str, list[Day]] = {}
        for day in gaps_of(coverage(self.archive, self.name, asked.since, asked.until)):
            found.setdefault(day.edition, []).append(day)
        return found

    def editions(self) -> list[str]:
        if self.arguments.gaps:
            return [edition.code for edition in self.arguments.editions]
        return super().editions()

    def retried_days(self, edition: str) -> set[str] | None:
        asked = self.arguments
        if not asked.since:
            return None
        return days_of(asked.since, asked.until or self.today())

    @property
    def retries_all(self) -> bool:
        return self.arguments.gaps

    def day_walks(self, edition: Edition, days: list[date]) -> Iterator[Walk]:
        """The day archive, newest day first unless asked otherwise: a feed listing of years ago
        is hundreds deep."""
        asked = self.arguments
        for day in sorted(days, reverse=not asked.oldest_first):
            url = f"{edition.root}{edition.feed}?page={{page}}&start_date={day}&end_date={day}"
            bounds = Bounds(
                midnight(day), midnight(day) + _DAY, strict=True, max_pages=asked.max_pages
            )
            yield Walk(edition.code, str(day), url, bounds)

    def is_article_of(self, edition: str, url: str) -> bool:
        return is_article(url) and edition_of(url) is EDITIONS[edition]

    def language_of(self, edition: str, reading: Reading) -> str | None:
        return EDITIONS[edition].language

    def language_hint(self, edition: str) -> str | None:
        return EDITIONS[edition].language
