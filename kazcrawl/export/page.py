"""What a format is, and what it is told of the file that it writes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class ExportError(Exception):
    """An export cannot be written; the message says what and where, in one line."""


class LackingError(ExportError):
    """Something is not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of an export: of which source and day (``2026-11-23``, on the site's clock; None
    for a file of all days), its address, and that of the file of the day before, or None.

    Addresses are relative to the file's own folder, or absolute where the export has a base.
    ``updated`` is when it last changed, where that is known (UTC text). ``rights`` is what hosts
    say of the use of their texts, by host.
    """

    source: str
    day: str | None
    url: str
    older: str | None = None
    compression: str = "none"
    updated: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """How records become a file.

    ``write(path, records, page)`` writes them to ``path``, few of them in memory at a time; it
    raises OSError, or ExportError with one line. ``newest_only``: what reads it knows nothing of
    revisions. ``by_day``: a file a day, else one for all. ``is_raw``: it holds raw pages
    instead of records.
    """

    suffix: str
    write: Callable[[Path, Iterable[Any], Page], None]
    newest_only: bool = False
    by_day: bool = True
    is_raw: bool = False
