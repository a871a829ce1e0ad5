"""What keeps the store in order: dead writers' files, age, pages to be forgotten, size."""

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kazcrawl.disk.whole import part_of, sync_folder
from kazcrawl.raw.page import address, complete_name, is_open
from kazcrawl.raw.reader import Damage, day, day_folders, entries, files, files_of

_CHUNK = 1024 * 1024


def recover(folder: Path) -> list[Path]:
    """Completes the files that dead writers left open, cut to their last whole record.

    Gives the completed files. One without a page is removed: a crawl without pages makes no
    file. So are parts that a killed ``forget`` left. Not to be called while a writer of
    ``folder`` lives. Raises OSError.
    """
    recovered = []
    for path in files(folder):
        if not is_open(path):
            continue
        with path.open("r+b") as file:
            end, pages = _whole(file)
            if pages:
                file.truncate(end)
                os.fsync(file.fileno())
        if pages:
            recovered.append(path.rename(complete_name(path)))
        else:
            path.unlink()
        sync_folder(path.parent)
    for day_folder in day_folders(folder):
        for part in day_folder.glob(".*.part"):
            part.unlink()
        _remove_if_empty(day_folder)
    return recovered


def _whole(file: IO[bytes]) -> tuple[int, int]:
    """Where the last whole record ends, in bytes, and how many pages there are before."""
    end = pages = 0
    with contextlib.suppress(Damage):
        for entry in entries(file):
            end = entry.offset + entry.length
            pages += entry.page is not None
    return end, pages


def prune(folder: Path, before: str) -> list[tuple[Path, int]]:
    """Removes the complete files whose every page was fetched before a day, ``YYYY-MM-DD`` (UTC).

    Gives what was removed and its bytes. A damaged file may hold pages that cannot be read; it
    also has to be last written to before that day. Raises ValueError when ``before`` is no day,
    and OSError.
    """
    removed = []
    for path in old_files(folder, before):
        removed.append((path, path.stat().st_size))
        path.unlink()
        _remove_if_empty(path.parent)
    return removed


def old_files(folder: Path, before: str) -> Iterator[Path]:
    """What ``prune`` removes, as it comes to it."""
    before = day(before)
    for day_folder in day_folders(folder):
        if day_folder.name >= before:
            break
        for path in files_of(day_folder):
            if not is_open(path) and _older(path, before):
                yield path


def _older(path: Path, before: str) -> bool:
    with path.open("rb") as file:
        try:
            return all(
                entry.page is None or entry.page.fetched_at[:10] < before for entry in entries(file)
            )
        except Damage:
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            return written.date().isoformat() < before


def forget(folder: Path, urls: set[str]) -> int:
    """Removes the pages of ``urls``, as addresses asked for or answering, from complete files.

    Gives how many went. Each file that held one is replaced by another without it, the other
    records byte for byte, or removed when no page would be left. What follows the damage in
    such a file goes as well: it cannot be read, and may hold what is to be forgotten. Files of
    dead writers are reached after ``recover``. Raises OSError; what was done until then stays,
    and the same call again does the rest.
    """
    wanted = {address(url) for url in urls}
    gone = 0
    for path in files(folder):
        if is_open(path):
            continue
        with path.open("rb") as file:
            kept, dropped, others = _split(file, wanted)
            if not dropped:
                continue
            if others:
                _write_spans(path, file, kept)
            else:
                path.unlink()
        sync_folder(path.parent)
        _remove_if_empty(path.parent)
        gone += dropped
    return gone


def _split(file: IO[bytes], wanted: set[str]) -> tuple[list[tuple[int, int]], int, int]:
    """The spans of bytes to keep, the number of pages to drop, that of records to keep beside
    warcinfo."""
    kept: list[tuple[int, int]] = []
    dropped = others = 0
    with contextlib.suppress(Damage):
        for entry in entries(file):
            if entry.page is not None and not wanted.isdisjoint((entry.page.url, entry.page.asked)):
                dropped += 1
                continue
            others += entry.kind != "warcinfo"
            end = entry.offset + entry.length
            if kept and kept[-1][1] == entry.offset:
                kept[-1] = (kept[-1][0], end)
            else:
                kept.append((entry.offset, end))
    return kept, dropped, others


def _write_spans(path: Path, file: IO[bytes], spans: list[tuple[int, int]]) -> None:
    part = part_of(path)
    try:
        with part.open("wb") as target:
            for chunk in _chunks(file, spans):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _chunks(file: IO[bytes], spans: list[tuple[int, int]]) -> Iterator[bytes]:
    for start, end in spans:
        file.seek(start)
        while start < end:
            chunk = file.read(min(_CHUNK, end - start))
            if not chunk:
                raise OSError("a raw file became shorter while it was read")
            yield chunk
            start += len(chunk)


def disk_use(folder: Path) -> tuple[int, int]:
    """How many files there are, open ones and parts included, and their bytes."""
    sizes = []
    for path in folder.glob("*/*"):
        with contextlib.suppress(FileNotFoundError):  # it got its final name meanwhile
            sizes.append(path.stat().st_size)
    return len(sizes), sum(sizes)


def _remove_if_empty(day_folder: Path) -> None:
    if not any(day_folder.iterdir()):
        day_folder.rmdir()
