"""Every published file against its manifest and the archive: what does not hold."""

from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

import orjson
import zstandard

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import PUBLISHED, Batch, all_batches, figures, versions_of
from kazcrawl.archive.upkeep import removals
from kazcrawl.disk.identity import identity_of
from kazcrawl.disk.whole import sha256_of
from kazcrawl.feeds.publisher import make_manifest, manifest_bytes, manifest_of


def verify(archive: Archive, folder: Path) -> Iterator[str]:
    """One line for everything below the feeds folder that is not as the archive has it.

    Checks each published batch of this data folder that was not pruned: the file's size and
    checksum, its lines against the batch's versions in their order, the manifest's bytes; and
    that no further feed file is there. Nothing comes when all holds.
    """
    known: set[Path] = set()
    for row in published_here(archive, folder):
        path = folder / (row.path or "")
        known |= {path, manifest_of(path)}
        yield from _verify_batch(archive, row, path)
    for path in sorted(folder.glob("*/dt=*/*")):
        if path not in known and not path.name.startswith("."):
            yield f"{path}: no published batch of this data folder has this file"


def published_here(archive: Archive, folder: Path) -> list[Batch]:
    """The published batches whose files are to be below the feeds folder, by source and number."""
    owners = (None, identity_of(folder.parent))
    pruned = removals(archive, "feed")
    return [
        row
        for row in all_batches(archive)
        if row.state == PUBLISHED and row.owner in owners and row.path not in pruned
    ]


def _verify_batch(archive: Archive, row: Batch, path: Path) -> Iterator[str]:
    if not path.exists():
        yield f"{path}: is not there; scrapy publish --rebuild {path.name.split('.jsonl')[0]}"
        return
    written = sha256_of(path)
    if (written.bytes, written.sha256) != (row.bytes, row.sha256):
        yield f"{path}: {written.bytes} bytes that are not those which were published"
        return
    if _lines(path) != versions_of(archive, row):
        yield f"{path}: its records are not those of the archive"
    manifest = manifest_of(path)
    with archive.reading() as reader:
        told = figures(reader, row.batch_id)
    wanted = manifest_bytes(make_manifest(row, told, path.name, written))
    if not manifest.exists():
        yield f"{manifest}: is not there"
    elif manifest.read_bytes() != wanted:
        yield f"{manifest}: does not describe its file"


def _lines(path: Path) -> list[tuple[str, int]]:
    with path.open("rb") as raw:
        rows = (orjson.loads(line) for line in _unpacked(raw, path.suffix))
        return [(row["id"], row["revision"]) for row in rows]


def holds_text(path: Path, url_hash: str) -> bool:
    """Whether a feed file has a text of an article. Raises OSError."""
    own = url_hash.encode()
    with path.open("rb") as raw:
        rows = (orjson.loads(line) for line in _unpacked(raw, path.suffix) if own in line)
        return any(row["id"] == url_hash and row["article_body"] is not None for row in rows)


def _unpacked(raw: IO[bytes], suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast("IO[bytes]", GzipFile(fileobj=raw))
    if suffix == ".zst":
        reader = zstandard.ZstdDecompressor().stream_reader(raw)
        return BufferedReader(reader)
    return raw
