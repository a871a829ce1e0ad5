"""Spider arguments as typed values: what ``-a`` takes, checked before anything starts.

Each argument is declared once, with what it takes and what it does; ``describe`` tells them to
people. The agency is not known here: its editions, and the day it has, are handed in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo

from kazcrawl.config.takes import Takes, did_you_mean, fields_of, first_error, taken_by
from kazcrawl.sites.edition import Edition

_SECTION = re.compile(r"[\w-]+_[sc]\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS_BACK = re.compile(r"([0-9]{1,5})d")
_FORMS = "a day, YYYY-MM-DD (or today, yesterday, 7d for so many days ago)"
_SITE = "a site's address, https://HOST/"
_ALL = "all"
# No site on the web has older news.
_OLDEST = date(1990, 1, 1)


class ArgumentError(ValueError):
    """A spider argument is wrong; the message names it and says what it takes, in one line."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What arguments are read by: the site's day, and its editions by code."""

    today: date
    editions: Mapping[str, Edition]


def _small(value: object) -> str:
    return str(value).strip().lower()


def _read_day(value: str, info: ValidationInfo) -> date:
    text, today = _small(value), info.context.today
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if back := _DAYS_BACK.fullmatch(text):
        day = today - timedelta(days=int(back[1]))
    else:
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            raise ValueError(f"must be {_FORMS}") from None
    if day < _OLDEST:
        raise ValueError(f"lies before {_OLDEST}")
    return day


def _read_since(value: str, info: ValidationInfo) -> date:
    day = _read_day(value, info)
    if day > info.context.today:
        raise ValueError("lies in the future")
    return day


def _read_editions(value: str | None, info: ValidationInfo) -> tuple[Edition, ...]:
    editions: Mapping[str, Edition] = info.context.editions
    if value is None:
        return tuple(editions.values())
    codes = list(dict.fromkeys(_small(code) for code in value.split(",")))
    for code in codes:
        if code not in editions:
            raise ValueError(
                f"there is no edition {code or '(empty)'}; there are {', '.join(editions)}"
            )
    return tuple(editions[code] for code in codes)


def _read_sections(value: str, info: ValidationInfo) -> tuple[str, ...]:
    """Slugs, or ``all`` alone. A slug that no edition is known to have needs one edition."""
    if _small(value) == _ALL:
        return (_ALL,)
    # Absent when they are wrong, which is told first.
    editions: tuple[Edition, ...] = info.data.get("editions", ())
    slugs = tuple(dict.fromkeys(slug.strip() for slug in value.split(",")))
    known = {slug for edition in editions for slug in edition.sections}
    for slug in slugs:
        if slug not in known and (len(editions) > 1 or not _SECTION.fullmatch(slug)):
            raise ValueError(
                f"{slug or '(empty)'} is no known section of the editions "
                f"{', '.join(edition.code for edition in editions)}; name one edition to walk "
                "another (such as kultura_s3)"
            )
    return slugs


def _read_query(value: str) -> str:
    if not value.strip():
        raise ValueError("must be the words to search for")
    return value.strip()


def _read_site(value: str) -> str:
    site = value.strip()
    if site and "://" not in site:
        site = f"https://{site}"
    try:
        parts = urlsplit(site)
        is_sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError(f"must be {_SITE}")
    return site.rstrip("/") + "/"


class WalkArguments(BaseModel):
    """Arguments of every walk. The days are the site's, both inclusive."""

    model_config = ConfigDict(frozen=True)

    since: Annotated[date | None, PlainValidator(_read_since), Takes(_FORMS)] = Field(
        None,
        description="The first day. Without it a run goes back to the last good one, the first "
        "run KAZCRAWL_FIRST_RUN_DAYS.",
    )
    until: Annotated[date | None, PlainValidator(_read_day), Takes(_FORMS)] = Field(
        None, description="The last day, with since."
    )
    max_pages: Annotated[int | None, Takes("a whole number, 1 or more")] = Field(
        None, ge=1, description="Pages of each listing at most."
    )

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        if self.until and not self.since:
            raise ValueError(f"until={self.until}: needs since=YYYY-MM-DD as well")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since} is after until={self.until}")
        return self


class AgencyArguments(WalkArguments):
    """Arguments of ``scrapy crawl kazinform``. A range whose last day is past is a backfill."""

    editions: Annotated[
        tuple[Edition, ...], PlainValidator(_read_editions), Takes("codes parted by commas: ru,en")
    ] = Field(None, validate_default=True, description="Editions to walk; all without it.")
    chosen: Annotated[
        tuple[str, ...] | None,
        PlainValidator(_read_sections),
        Takes(f"slugs parted by commas, or {_ALL}"),
    ] = Field(
        None,
        validation_alias="sections",
        description="Only these sections, or all of them beside the feed. Without it the "
        "sections are walked when KAZCRAWL_SECTIONS_EVERY says.",
    )
    gaps: Annotated[bool, BeforeValidator(_small), Takes("true or false")] = Field(
        False,
        description="Only the days before today that the coverage ledger lacks, through the day "
        "archive.",
    )
    order: Annotated[
        Literal["newest", "oldest"], BeforeValidator(_small), Takes("newest or oldest")
    ] = Field("newest", description="Which day of a past range, or of the gaps, comes first.")
    query: Annotated[str | None, PlainValidator(_read_query), Takes("words")] = Field(
        None, description="What the site's search finds, instead of its listings."
    )

    @property
    def all_sections(self) -> bool:
        """Whether every section is to be walked, due or not."""
        return self.chosen == (_ALL,)

    @property
    def sections(self) -> tuple[str, ...] | None:
        """The slugs of the only sections to walk; None where none were named."""
        return None if self.all_sections else self.chosen

    @property
    def oldest_first(self) -> bool:
        """The order of the days of a past range."""
        return self.order == "oldest"

    @model_validator(mode="after")
    def _refuse_what_would_be_ignored(self, info: ValidationInfo) -> Self:
        is_past = self.until is not None and self.until < info.context.today
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
        if "order" in self.model_fields_set and (self.query or not (is_past or self.gaps)):
            raise ValueError(
                f"order={self.order}: is of the days of a past range (since and until) or of gaps"
            )
        return self


class SiteArguments(WalkArguments):
    """Arguments of ``scrapy crawl republisher``: a site's address, and the walk's bounds."""

    site: Annotated[str, PlainValidator(_read_site), Takes(_SITE)] = Field(
        "",
        validate_default=True,
        description="Where the walk begins: the site, or one of its categories. Always needed.",
    )

    @property
    def host(self) -> str:
        """The site's host, which is its records' edition."""
        return urlsplit(self.site).hostname or ""


_Kind = TypeVar("_Kind", bound=WalkArguments)


def read_arguments(
    kind: type[_Kind], given: dict[str, str], *, today: date, editions: Mapping[str, Edition]
) -> _Kind:
    """A spider's arguments; ``today`` is the site's. ArgumentError for the first wrong one.

    Names that begin with ``_`` are a scheduler's own, such as scrapyd's ``_job``: passed over.
    """
    known = _fields(kind)
    own = {name: value for name, value in given.items() if not name.startswith("_")}
    for name in own:
        if name not in known:
            raise ArgumentError(
                f"{name}: no such argument; there are {', '.join(known)}"
                f"{did_you_mean(name.lower(), known)}"
            )
    try:
        return kind.model_validate(own, context=_Site(today, editions))
    except ValidationError as error:
        raise ArgumentError(first_error(error, kind)) from None


def describe(kind: type[WalkArguments]) -> list[tuple[str, str, str]]:
    """Each argument of a spider: its name, what it takes, and what it does."""
    return [
        (name, taken_by(field).text, field.description or "")
        for name, field in _fields(kind).items()
    ]


def _fields(kind: type[WalkArguments]) -> dict[str, FieldInfo]:
    """A spider's arguments by name, its own before those of every walk."""
    fields, shared = fields_of(kind), fields_of(WalkArguments)
    return {name: field for name, field in fields.items() if name not in shared} | shared
