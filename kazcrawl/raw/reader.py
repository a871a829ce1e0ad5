"""Reads raw pages back, record by record, as far as a file is whole.

warcio's own iterator passes over a torn gzip member without a word. Here every member is
unpacked to its checksum before anything of it is believed.
"""

import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from kazcrawl.raw.page import COMPLETE, OPEN, RawPage, complete_name, is_open

_CHUNK = 64 * 1024


class Damage(Exception):  # noqa: N818  # it says what is there, not what failed
    """The bytes from here on are no whole record."""


class Entry(NamedTuple):
    """A whole record: its gzip member's place in the file, in bytes, and its page."""

    offset: int
    length: int
    kind: str
    """WARC-Type."""
    page: RawPage | None
    """None when the record is no response."""


def read_raw(
    folder: Path, since: str | None = None, damaged: list[Path] | None = None
) -> Iterator[RawPage]:
    """Every page below ``folder``: by the files' days, then their names, then as written.

    ``since``: only pages fetched on this day, ``YYYY-MM-DD`` of UTC, or later.

    A file that is open, or was left so by a killed process, is read to its last whole record.
    So is a complete file that is damaged; its path is added to ``damaged``.

    Raises ValueError when ``since`` is no day, and OSError when a file cannot be read.
    """
    return _read(folder, day(since) if since is not None else "", damaged)


def _read(folder: Path, since: str, damaged: list[Path] | None) -> Iterator[RawPage]:
    for path in files(folder):
        for page in pages_of(path, damaged):
            if page.fetched_at[:10] >= since:
                yield page


def pages_of(path: Path, damaged: list[Path] | None = None) -> Iterator[RawPage]:
    """Every page of one file, see ``read_raw``; none of a file that is gone."""
    file = opened(path)
    if file is None:
        return
    with file:
        try:
            for entry in entries(file):
                if entry.page is not None:
                    yield entry.page
        except Damage:
            if damaged is not None and not is_open(path):
                damaged.append(path)


def opened(path: Path) -> IO[bytes] | None:
    """The file, or None if it is gone."""
    # Between the listing and now its writer may have completed it, or upkeep removed it.
    for name in (path, complete_name(path)):
        try:
            return name.open("rb")
        except FileNotFoundError:
            continue
    return None


def day(text: str) -> str:
    """``text`` when it is a day, ``YYYY-MM-DD``; else raises ValueError."""
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError(f"not a day as YYYY-MM-DD: {text!r}")
    return text


def day_folders(folder: Path) -> list[Path]:
    """The folders of days, the oldest first; none when ``folder`` is not there."""
    found = []
    for path in folder.glob("????-??-??"):
        try:
            day(path.name)
        except ValueError:
            continue
        found.append(path)
    return sorted(found)


def files(folder: Path) -> list[Path]:
    """Complete and open files, in the order in which they are read."""
    return [path for day_folder in day_folders(folder) for path in files_of(day_folder)]


def files_of(day_folder: Path) -> list[Path]:
    """The same of one day."""
    found = (path for path in day_folder.iterdir() if path.name.endswith((COMPLETE, OPEN)))
    return sorted((path for path in found if not path.name.startswith(".")), key=complete_name)


def entries(file: IO[bytes]) -> Iterator[Entry]:
    """The records of ``file`` from where it stands, one in memory at a time; their offsets are
    counted from there.

    Raises Damage behind the last whole one, unless the file ends there. A file without any
    record is damaged: none is made.
    """
    # The library is loaded only where a page is read back.
    from kazcrawl.raw.unpacking import unpacked

    offset = 0
    rest = b""
    while True:
        content, taken, rest = _member(file, rest)
        if not taken and offset:
            return
        try:
            kind, page = unpacked(content)
        except ValueError as error:
            raise Damage(str(error)) from error
        yield Entry(offset, taken, kind, page)
        offset += taken


def _member(file: IO[bytes], rest: bytes) -> tuple[bytes, int, bytes]:
    """The next member unpacked, its packed bytes counted, and what was read beyond it."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    content = []
    taken = 0
    while not unpacker.eof:
        chunk = rest or file.read(_CHUNK)
        rest = b""
        if not chunk:
            if taken:
                raise Damage("the file ends within a record")
            return b"", 0, b""
        taken += len(chunk)
        try:
            content.append(unpacker.decompress(chunk))
        except zlib.error as error:
            raise Damage(str(error)) from error
    rest = unpacker.unused_data
    return b"".join(content), taken - len(rest), rest
