"""Spider arguments as typed values: what ``-a`` takes, checked before anything starts.

Each argument is declared once, with what it takes and what it does; ``describe`` tells them to
people. The agency is not known here: its editions, and the day it has, are handed in.
"""

from collections.abc import Mapping
from datetime import date
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
from kazcrawl.crawl.argument_values import (
    ALL,
    FORMS,
    SITE,
    Given,
    read_day,
    read_editions,
    read_query,
    read_sections,
    read_since,
    read_site,
    small,
)
from kazcrawl.sites.edition import Edition


class ArgumentError(ValueError):
    """A spider argument is wrong; the message names it and says what it takes, in one line."""


class WalkArguments(BaseModel):
    """Arguments of every walk. The days are the site's, both inclusive."""

    model_config = ConfigDict(frozen=True)

    since: Annotated[date | None, PlainValidator(read_since), Takes(FORMS)] = Field(
        None,
        description="The first day. Without it a run goes back to the last good one, the first "
        "run KAZCRAWL_FIRST_RUN_DAYS.",
    )
    until: Annotated[date | None, PlainValidator(read_day), Takes(FORMS)] = Field(
        None, description="The last day, with since."
    )
    max_pages: Annotated[int | None, Takes("a whole number, 1 or more")] = Field(
        None, ge=1, description="Pages of each listing at most."
    )

    @property
    def is_ordinary(self) -> bool:
        """Whether the run walks what an ordinary one walks: all that is new, whole."""
        narrowing = ("since", "until", "max_pages", "sections", "gaps", "query")
        return not any(getattr(self, name, None) for name in narrowing)

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
        tuple[Edition, ...], PlainValidator(read_editions), Takes("codes parted by commas: ru,en")
    ] = Field(None, validate_default=True, description="Editions to walk; all without it.")
    chosen: Annotated[
        tuple[str, ...] | None,
        PlainValidator(read_sections),
        Takes(f"slugs parted by commas, or {ALL}"),
    ] = Field(
        None,
        validation_alias="sections",
        description="Only these sections, or all of them beside the feed. Without it the "
        "sections are walked when KAZCRAWL_SECTIONS_EVERY says.",
    )
    gaps: Annotated[bool, BeforeValidator(small), Takes("true or false")] = Field(
        False,
        description="Only the days before today that the coverage ledger lacks, through the day "
        "archive.",
    )
    order: Annotated[
        Literal["newest", "oldest"], BeforeValidator(small), Takes("newest or oldest")
    ] = Field("newest", description="Which day of a past range, or of the gaps, comes first.")
    query: Annotated[str | None, PlainValidator(read_query), Takes("words")] = Field(
        None, description="What the site's search finds, instead of its listings."
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

    @model_validator(mode="after")
    def _refuse_what_would_be_ignored(self, info: ValidationInfo[Given]) -> Self:
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

    site: Annotated[str, PlainValidator(read_site), Takes(SITE)] = Field(
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
        return kind.model_validate(own, context=Given(today, editions))
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
