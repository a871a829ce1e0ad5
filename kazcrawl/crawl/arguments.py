"""Spider arguments as typed values: what ``-a`` takes, checked before anything starts."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from kazcrawl.sites.kazinform.editions import EDITIONS, Edition

_SECTION = re.compile(r"[\w-]+_[sc]\d+")


class ArgumentError(ValueError):
    """A spider argument is wrong; the message names it and says what it takes, in one line."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Arguments of ``scrapy crawl kazinform``.

    ``sections`` is None when it was not given; ``all_sections`` and ``sections`` exclude each
    other. ``since`` and ``until`` are days of Astana's clock, both inclusive. ``gaps``: only what
    the coverage ledger lacks; ``oldest_first``: the order of days of a past range.
    """

    editions: tuple[Edition, ...] = tuple(EDITIONS.values())
    sections: tuple[str, ...] | None = None
    all_sections: bool = False
    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    gaps: bool = False
    oldest_first: bool = False
    query: str | None = None


@dataclass(frozen=True, slots=True)
class SiteArguments:
    """Arguments of ``scrapy crawl republisher``: a site's address, and the walk's bounds."""

    site: str
    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    host: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", urlsplit(self.site).hostname or "")


def read_arguments(given: dict[str, str], today: date) -> Arguments:
    """The agency spider's arguments; ``today`` is Astana's. ArgumentError for a wrong one."""
    names = ("editions", "sections", "since", "until", "max_pages", "gaps", "order", "query")
    _refuse_unknown(given, names)
    gaps = _one_of("gaps", given.get("gaps", "false"), ("false", "true")) == "true"
    order = _one_of("order", given.get("order", "newest"), ("newest", "oldest"))
    if gaps and "sections" in given:
        raise ArgumentError("gaps=true: goes through the day archive, without sections")
    editions = _editions(given.get("editions"))
    query = given.get("query", "").strip()
    if "query" in given and not query:
        raise ArgumentError("query=: must be the words to search for")
    if query and "sections" in given:
        raise ArgumentError("query and sections: a search has no sections; give one of them")
    sections = given.get("sections", "").strip()
    since, until = _range(given, today)
    return Arguments(
        editions=editions,
        sections=_sections(sections, editions) if sections and sections != "all" else None,
        all_sections=sections == "all",
        since=since,
        until=until,
        max_pages=_max_pages(given.get("max_pages")),
        gaps=gaps,
        oldest_first=order == "oldest",
        query=query or None,
    )


def read_site_arguments(given: dict[str, str], today: date) -> SiteArguments:
    """The republisher spider's arguments. ArgumentError for a wrong one, or without a site."""
    _refuse_unknown(given, ("site", "since", "until", "max_pages"))
    site = given.get("site", "").strip()
    if "://" not in site:
        site = f"https://{site}" if site else ""
    try:
        parts = urlsplit(site)
        valid = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        valid = False
    if not valid:
        raise ArgumentError(
            f"site={given.get('site', '')}: must be a site's address, https://HOST/"
        )
    since, until = _range(given, today)
    return SiteArguments(
        site=site.rstrip("/") + "/",
        since=since,
        until=until,
        max_pages=_max_pages(given.get("max_pages")),
    )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    text = value.strip().lower()
    if text not in allowed:
        raise ArgumentError(f"{name}={value}: must be {' or '.join(allowed)}")
    return text


def _refuse_unknown(given: dict[str, str], allowed: tuple[str, ...]) -> None:
    for name in given:
        if name not in allowed:
            raise ArgumentError(f"{name}: no such argument; there are {', '.join(allowed)}")


def _editions(value: str | None) -> tuple[Edition, ...]:
    if value is None:
        return tuple(EDITIONS.values())
    codes = list(dict.fromkeys(code.strip() for code in value.split(",")))
    for code in codes:
        if code not in EDITIONS:
            raise ArgumentError(
                f"editions={value}: there is no edition {code or '(empty)'}; "
                f"there are {', '.join(EDITIONS)}"
            )
    return tuple(EDITIONS[code] for code in codes)


def _sections(value: str, editions: tuple[Edition, ...]) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug.strip() for slug in value.split(",")))
    known = {slug for edition in editions for slug in edition.sections}
    for slug in slugs:
        if slug in known:
            continue
        # A slug that is not in editions.toml can be walked when it is clear where it is.
        if len(editions) > 1 or not _SECTION.fullmatch(slug):
            raise ArgumentError(
                f"sections={value}: {slug or '(empty)'} is no known section of the editions "
                f"{', '.join(edition.code for edition in editions)}; name one edition to walk "
                "another (such as kultura_s3)"
            )
    return slugs


def _range(given: dict[str, str], today: date) -> tuple[date | None, date | None]:
    since, until = (_day(name, given.get(name)) for name in ("since", "until"))
    if since and since > today:
        raise ArgumentError(f"since={since}: lies in the future")
    if since and until and since > until:
        raise ArgumentError(f"since={since} is after until={until}")
    if until and not since:
        raise ArgumentError(f"until={until}: needs since=YYYY-MM-DD as well")
    return since, until


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise ValueError
        return datetime.strptime(value.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        raise ArgumentError(f"{name}={value}: must be a day, YYYY-MM-DD") from None


def _max_pages(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.strip().isdecimal() or int(value) < 1:
        raise ArgumentError(f"max_pages={value}: must be a whole number, 1 or more")
    return int(value)
