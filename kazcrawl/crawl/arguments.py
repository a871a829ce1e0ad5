"""Spider arguments as typed values: what ``-a`` takes, checked before anything starts.

Each argument is declared once, with what it takes and what it does; ``describe`` tells them to
people. The agency is not known here: its editions, and the day it has, are handed in.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from attrs import Attribute, Factory, frozen

from kazcrawl.config.takes import Takes, did_you_mean, fields_of, given, taken_by
from kazcrawl.config.values import COUNT, read_switch, words
from kazcrawl.crawl.argument_values import (
    ALL,
    FORMS,
    SITE,
    read_day,
    read_editions,
    read_query,
    read_sections,
    read_since,
    read_site,
)
from kazcrawl.sites.edition import Edition


class ArgumentError(ValueError):
    """A spider argument is wrong; the message names it and says what it takes, in one line."""


@frozen
class WalkArguments:
    """Arguments of every walk. The days are the site's, both inclusive."""

    today: date
    known_editions: Mapping[str, Edition]
    since: date | None = given(
        Takes(FORMS, read_since, within=True),
        None,
        "The first day. Without it a run goes back to the last good one, the first run "
        "KAZCRAWL_FIRST_RUN_DAYS.",
        name="since",
    )
    until: date | None = given(
        Takes(FORMS, read_day, within=True), None, "The last day, with since.", name="until"
    )
    max_pages: int | None = given(COUNT, None, "Pages of each listing at most.", name="max_pages")

    @property
    def is_ordinary(self) -> bool:
        """Whether the run walks what an ordinary one walks: all that is new, whole."""
        narrowing = ("since", "until", "max_pages", "sections", "gaps", "query")
        return not any(getattr(self, name, None) for name in narrowing)

    def __attrs_post_init__(self) -> None:
        if self.until and not self.since:
            raise ValueError(f"until={self.until}: needs since=YYYY-MM-DD as well")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since} is after until={self.until}")


@frozen
class AgencyArguments(WalkArguments):
    """Arguments of ``scrapy crawl kazinform``. A range whose last day is past is a backfill."""

    editions: tuple[Edition, ...] = given(
        Takes("codes parted by commas: ru,en", read_editions, within=True),
        Factory(lambda self: tuple(self.known_editions.values()), takes_self=True),
        "Editions to walk; all without it.",
        name="editions",
    )
    chosen: tuple[str, ...] | None = given(
        Takes(f"slugs parted by commas, or {ALL}", read_sections, within=True),
        None,
        "Only these sections, or all of them beside the feed. Without it the sections are walked "
        "when KAZCRAWL_SECTIONS_EVERY says.",
        name="sections",
    )
    gaps: bool = given(
        Takes("true or false", read_switch),
        False,
        "Only the days before today that the coverage ledger lacks, through the day archive.",
        name="gaps",
    )
    order: str | None = given(
        Takes("newest or oldest", words("newest", "oldest")),
        None,
        "Which day of a past range, or of the gaps, comes first.",
        name="order",
    )
    query: str | None = given(
        Takes("words", read_query),
        None,
        "What the site's search finds, instead of its listings.",
        name="query",
    )

    @property
    def all_sections(self) -> bool:
        """Whether every section is to be walked, due or not."""
        return self.chosen == (ALL,)

    @property
    def sections(self) -> tuple[str, ...] | None:
        """The slugs of the only sections to walk; None where none were named."""
        return None if self.all_sections else self.chosen

    @property
    def oldest_first(self) -> bool:
        """The order of the days of a past range."""
        return self.order == "oldest"

    def __attrs_post_init__(self) -> None:
        """Refuses what would be ignored."""
        super().__attrs_post_init__()
        is_past = self.until is not None and self.until < self.today
        if self.gaps and self.query:
            raise ValueError("gaps and query: a search knows no gaps; give one of them")
        if self.chosen and self.gaps:
            raise ValueError("gaps=true: goes through the day archive, without sections")
        if self.chosen and self.query:
            raise ValueError("query and sections: a search has no sections; give one of them")
        if self.chosen and is_past:
            raise ValueError(
                f"sections and until={self.until}: a range of the past goes through the day "
                "archive, without sections"
            )
        if self.order and (self.query or not (is_past or self.gaps)):
            raise ValueError(
                f"order={self.order}: is of the days of a past range (since and until) or of gaps"
            )


@frozen
class SiteArguments(WalkArguments):
    """Arguments of ``scrapy crawl republisher``: a site's address, and the walk's bounds."""

    site: str = given(
        Takes(SITE, read_site),
        "",
        "Where the walk begins: the site, or one of its categories. Always needed.",
        name="site",
    )

    @property
    def host(self) -> str:
        """The site's host, which is its records' edition."""
        return urlsplit(self.site).hostname or ""


_Kind = TypeVar("_Kind", bound=WalkArguments)


def read_arguments(
    kind: type[_Kind], texts: dict[str, str], *, today: date, editions: Mapping[str, Edition]
) -> _Kind:
    """A spider's arguments; ``today`` is the site's. ArgumentError for the first wrong one.

    Names that begin with ``_`` are a scheduler's own, such as scrapyd's ``_job``: passed over.
    """
    known = _fields(kind)
    own: dict[str, Any] = {name: text for name, text in texts.items() if not name.startswith("_")}
    for name in own:
        if name not in known:
            raise ArgumentError(
                f"{name}: no such argument; there are {', '.join(known)}"
                f"{did_you_mean(name.lower(), known)}"
            )
    try:
        return kind(today=today, known_editions=editions, **own)
    except ValueError as error:
        raise ArgumentError(str(error)) from None


def describe(kind: type[WalkArguments]) -> list[tuple[str, str, str]]:
    """Each argument of a spider: its name, what it takes, and what it does."""
    return [
        (name, taken_by(field).text, field.metadata["text"])
        for name, field in _fields(kind).items()
    ]


def _fields(kind: type[WalkArguments]) -> "dict[str, Attribute[Any]]":
    """A spider's arguments by name, its own before those of every walk."""
    fields, shared = fields_of(kind), fields_of(WalkArguments)
    return {name: field for name, field in fields.items() if name not in shared} | shared
