"""Every published file against its manifest and the archive: what does not hold."""

from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

import orjson
import zstandard
from sqlalchemy import Row

from kazcrawl.archive import Archive
from kazcrawl.archive.upkeep import batches, removals, versions_of_batch
from kazcrawl.disk.whole import sha256_of
from kazcrawl.feeds.publisher import make_manifest, manifest_bytes, manifest_of


def verify(archive: Archive, folder: Path) -> Iterator[str]:
    """One line for everything below the feeds folder that is not as the archive has it.

    Checks each published batch that was not pruned: the file's size and checksum, its lines
    against the batch's versions in their order, the manifest's bytes; and that no further
    feed file is there. Nothing comes when all holds.
    """
    pruned = removals(archive, "feed")
    known: set[Path] = set()
    for row in batches(archive):
        if row.state != "published" or row.path in pruned:
            continue
        path = folder / row.path
        known |= {path, manifest_of(path)}
        yield from _verify_batch(archive, row, path)
    for path in sorted(folder.glob("*/dt=*/*")):
        if path not in known and not path.name.startswith("."):
            yield f"{path}: no published batch of the archive has this file"


def _verify_batch(archive: Archive, row: Row[Any], path: Path) -> Iterator[str]:
    if not path.exists():
        yield f"{path}: is not there; scrapy publish --rebuild {path.name.split('.jsonl')[0]}"
        return
    written = sha256_of(path)
    if (written.bytes, written.sha256) != (row.bytes, row.sha256):
        yield f"{path}: {written.bytes} bytes that are not those which were published"
        return
    if _lines(path) != versions_of_batch(archive, row.batch_id):
        yield f"{path}: its records are not those of the archive"
    manifest = manifest_of(path)
    with archive.reading() as reader:
        wanted = manifest_bytes(make_manifest(reader, row, path.name, written))
    if not manifest.exists():
        yield f"{manifest}: is not there"
    elif manifest.read_bytes() != wanted:
        yield f"{manifest}: does not describe its file"


def _lines(path: Path) -> list[tuple[str, int]]:
    with path.open("rb") as raw:
        rows = (orjson.loads(line) for line in _unpacked(raw, path.suffix))
        return [(row["id"], row["revision"]) for row in rows]


def _unpacked(raw: IO[bytes], suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast("IO[bytes]", GzipFile(fileobj=raw))
    if suffix == ".zst":
        reader = zstandard.ZstdDecompressor().stream_reader(raw)
        return BufferedReader(reader)
    return raw
