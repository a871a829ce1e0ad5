"""Writing an export: file by file, each whole or not at all, and none twice after a death."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from kazcrawl.disk.whole import SUFFIXES
from kazcrawl.export.page import Format, Page
from kazcrawl.export.targets import Target


class Exported(NamedTuple):
    """A file of an export: its name as people read it, its records, and whether it was there
    already, from an earlier run of the same."""

    name: str
    records: int
    was_there: bool


class Source(Protocol):
    """Records of one source by day: see ``selection.Days`` and ``wacz.RawDays``."""

    source: str

    def days(self) -> list[str]:
        """The days, the oldest first."""

    def state(self, day: str | None) -> str:
        """What there is of a day, or of all days, in short: the same state, the same records."""

    def records(self, day: str) -> Iterator[Any]:
        """What there is of a day."""


def export(
    target: Target,
    source: Source,
    days: Sequence[str],
    how: Format,
    told: dict[str, Any],
    *,
    base_url: str = "",
    compression: str = "none",
    rights: Mapping[str, str] | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Iterator[Exported]:
    """Writes the files of some days of a source below ``<source>/``, the oldest day first.

    ``told`` is what was asked for: by it and its day's state a file is known that an earlier run
    wrote, whether that ended or not, and is not written again. ``rights`` is what hosts say,
    ``progress`` is called when a file is done. Raises ArchiveError, OSError, or ExportError with
    one line.
    """
    suffix = how.suffix + SUFFIXES[compression]
    told = {"format": suffix.lstrip("."), "selection": told}
    older: str | None = None
    for day in days if how.by_day else [None]:
        name = f"{source.source}/dt={day}/{source.source}-{day}{suffix}"
        if day is None:
            name = f"{source.source}/{source.source}{suffix}"
        page = Page(
            source.source,
            day,
            _address(name, name, base_url),
            older and _address(older, name, base_url),
            compression,
            rights=rights or {},
        )
        records = chain.from_iterable(map(source.records, days if day is None else [day]))
        own = told | {"url": page.url, "older": page.older, "state": source.state(day)}
        if day is None:
            own["days"] = [*days[:1], *days[-1:]]
        done = _file(target, name, how, records, page, own)
        if done is not None:
            older = name
            yield done
        progress()


def _file(
    target: Target,
    name: str,
    how: Format,
    records: Iterator[Any],
    page: Page,
    told: dict[str, Any],
) -> Exported | None:
    """One file, unless there is nothing for it, or it is there already."""
    there = target.manifest(name)
    if there is not None and {key: there.get(key) for key in told} == told:
        return Exported(target.shown(name), there["records"], True)
    first = next(records, None)
    if first is None:
        return None
    counted = _Counted(chain([first], records))

    def write(path: Path) -> None:
        how.write(path, counted, page)
        told["records"] = counted.number

    target.put(name, write, told)
    return Exported(target.shown(name), counted.number, False)


class _Counted:
    """An iterable that knows how many it gave."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.number = 0
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self.number += 1
            yield item


def _address(name: str, at: str, base_url: str) -> str:
    """A file's address: below the base, or relative to the folder of the file ``at``."""
    if base_url:
        return f"{base_url.rstrip('/')}/{quote(name, safe='/=')}"
    folder, _, own = name.rpartition("/")
    return quote(
        own if at.rpartition("/")[0] == folder else f"../{name.partition('/')[2]}", safe="/="
    )
