"""The agency: its editions, their feeds and sections, or the day archive of a past range."""

from collections.abc import Iterator
from datetime import date, timedelta

from kazcrawl import clock
from kazcrawl.archive.runs import last_complete_start
from kazcrawl.dates import ASTANA
from kazcrawl.editions import EDITIONS, Edition
from kazcrawl.pages import Reading
from kazcrawl.spiders.arguments import Arguments, read_arguments
from kazcrawl.spiders.search import SearchSpider, search_walk
from kazcrawl.spiders.walk import Bounds, Walk, midnight
from kazcrawl.urls import agency_hosts, edition_of, is_article

# Articles appear a little later than the time they carry.
_OVERLAP = timedelta(hours=1)
_DAY = timedelta(days=1)


class KazinformSpider(SearchSpider):
    """``scrapy crawl kazinform``: finds and reads what the archive lacks.

    Arguments: ``editions``, ``sections``, ``since``, ``until``, ``max_pages``, ``query``.
    """

    name = "kazinform"
    allowed_domains = agency_hosts()
    arguments: Arguments

    def arguments_given(self, given: dict[str, str]) -> None:
        self.arguments = read_arguments(given, self.today())

    def today(self) -> date:
        """The day in Astana on which this run began."""
        return self.started.astimezone(ASTANA).date()

    def plan(self) -> Iterator[Walk]:
        for edition in self.arguments.editions:
            if self.arguments.query:
                yield self.search_walk(edition, self.arguments.query)
            elif self.arguments.until and self.arguments.until < self.today():
                yield from self.day_walks(edition)
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
        bounds = self.bounds(edition)
        code, root = edition.code, edition.root
        if self.arguments.sections is None:
            yield Walk(code, "feed", f"{root}{edition.feed}?page={{page}}", bounds)
        for slug in self.sections(edition):
            yield Walk(code, slug, f"{root}/category/{slug}/?page={{page}}", bounds, section=slug)

    def bounds(self, edition: Edition) -> Bounds:
        asked = self.arguments
        if asked.since:
            until = midnight(asked.until) + _DAY if asked.until else None
            return Bounds(midnight(asked.since), until, strict=True, max_pages=asked.max_pages)
        last = last_complete_start(self.archive, self.name, edition.code, sections=False)
        since = clock.parse(last) - _OVERLAP if last else self.started - self.config.first_run
        return Bounds(since, max_pages=asked.max_pages)

    def sections(self, edition: Edition) -> tuple[str, ...]:
        """The section listings of this run."""
        asked = self.arguments
        if asked.sections is not None:
            known = [slug for slug in asked.sections if slug in edition.sections]
            return tuple(known) if len(asked.editions) > 1 else asked.sections
        last = last_complete_start(self.archive, self.name, edition.code, sections=True)
        due = last is None or self.started - clock.parse(last) >= self.config.sections_every
        return edition.sections if asked.all_sections or due else ()

    def day_walks(self, edition: Edition) -> Iterator[Walk]:
        """The day archive, newest day first: a feed listing of years ago is hundreds deep."""
        asked = self.arguments
        assert asked.since is not None
        assert asked.until is not None
        day = asked.until
        while day >= asked.since:
            url = f"{edition.root}{edition.feed}?page={{page}}&start_date={day}&end_date={day}"
            bounds = Bounds(
                midnight(day), midnight(day) + _DAY, strict=True, max_pages=asked.max_pages
            )
            yield Walk(edition.code, str(day), url, bounds)
            day -= _DAY

    def is_article_of(self, edition: str, url: str) -> bool:
        return is_article(url) and edition_of(url) is EDITIONS[edition]

    def language_of(self, edition: str, reading: Reading) -> str | None:
        return EDITIONS[edition].language

    def language_hint(self, edition: str) -> str | None:
        return EDITIONS[edition].language
