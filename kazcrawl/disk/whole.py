"""Files that are there whole or not at all: a hidden part, fsync, rename, fsync of the folder."""

import contextlib
import gzip
import hashlib
import os
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import IO, NamedTuple, cast

import zstandard

from kazcrawl.disk.steps import reached

SUFFIXES = {"none": "", "gz": ".gz", "zst": ".zst"}
"""What a compression adds to a feed file's name."""


class Written(NamedTuple):
    """A file's size in bytes and its SHA-256, both of what is on disk."""

    bytes: int
    sha256: str


def part_of(path: Path) -> Path:
    """The name under which ``path`` is written: dot first, which globs and readers pass over."""
    return path.with_name(f".{path.name}.part")


def write_whole(path: Path, chunks: Iterable[bytes], compression: str = "none") -> Written:
    """Writes ``path`` so that nobody ever sees half of it.

    The same chunks give the same bytes on every run and machine of one library version.
    Raises OSError, the part removed, when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    try:
        with part.open("wb") as raw:
            pour(raw, chunks, compression)
        return install(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def install(part: Path, path: Path) -> Written:
    """Gives a file that was written under another name of its folder its own. Raises OSError."""
    with part.open("rb+") as raw:
        reached("before fsync")
        os.fsync(raw.fileno())
    reached("after fsync")
    written = sha256_of(part)
    part.replace(path)
    reached("after rename")
    sync_folder(path.parent)
    return written


def pour(raw: IO[bytes], chunks: Iterable[bytes], compression: str) -> None:
    """Writes chunks to a file, packed: the same chunks give the same bytes."""
    if compression == "gz":
        # No name and no time in the header: the same lines give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            _copy(packed, chunks)
    elif compression == "zst":
        compressor = zstandard.ZstdCompressor(level=10, write_checksum=True)
        with compressor.stream_writer(raw, closefd=False) as packed:
            _copy(packed, chunks)
    else:
        _copy(raw, chunks)


def _copy(target: "IO[bytes] | gzip.GzipFile", chunks: Iterable[bytes]) -> None:
    for number, chunk in enumerate(chunks):
        target.write(chunk)
        if number == 0:
            target.flush()
            reached("during write")


def sha256_of(path: Path) -> Written:
    """Size and SHA-256 of a file that is there."""
    with path.open("rb") as file:
        return measured(file)


def measured(file: IO[bytes]) -> Written:
    """Size and SHA-256 of an open file, read from its beginning to its end."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return Written(file.tell(), digest)


def sync_up(folder: Path, top: Path) -> None:
    """Makes ``folder`` and those above it, as far as ``top``, survive the machine as well."""
    for above in (folder, *folder.parents):
        sync_folder(above)
        if above == top:
            break


def unpacked(raw: IO[bytes], suffix: str) -> IO[bytes]:
    """What was packed into a file, by the last suffix of its name, one of ``SUFFIXES``."""
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if suffix == ".zst":
        return BufferedReader(zstandard.ZstdDecompressor().stream_reader(raw))
    return raw


def sync_folder(folder: Path) -> None:
    """Makes a rename inside ``folder`` survive the machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
