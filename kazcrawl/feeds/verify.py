"""Every published file against its manifest and the archive: what does not hold."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import (
    PUBLISHED,
    Batch,
    all_batches,
    chain_of,
    figures,
    versions_of,
)
from kazcrawl.archive.upkeep import removals
from kazcrawl.disk.identity import identity_of
from kazcrawl.disk.whole import Written, sha256_of, unpacked
from kazcrawl.feeds.chain import Digests, digest_of_records, linked, statement_digest
from kazcrawl.feeds.manifests import APART, BOTH, manifests_of
from kazcrawl.feeds.publisher import make_manifest, manifest_bytes
from kazcrawl.logs.program import called


def verify(
    archive: Archive, folder: Path, manifests: str = BOTH, place: Path | None = None
) -> Iterator[str]:
    """One line for everything below the feeds folder that is not as the archive has it.

    Checks each published batch of this data folder that was not pruned: the file's size and
    checksum, its lines against the batch's versions in their order, the manifests' bytes;
    that with BOTH ``manifests`` there is one beside the file, with NEW any; and that no further
    file is there. Nothing comes when all holds. ``place`` is the data folder, where the feeds
    folder does not stand in it.
    """
    known: set[Path] = set()
    for row in published_here(archive, folder, place):
        path = folder / (row.path or "")
        known |= {path, *manifests_of(path)}
        yield from _verify_batch(archive, row, path, manifests)
    for path in sorted((*folder.glob("*/dt=*/*"), *folder.glob(f"{APART}/*/dt=*/*"))):
        if path not in known and not path.name.startswith("."):
            yield f"{path}: no published batch of this data folder has this file"


def published_here(archive: Archive, folder: Path, place: Path | None = None) -> list[Batch]:
    """The published batches whose files are to be below the feeds folder, by source and number;
    those of the data folder ``place``, in which the feeds folder stands unless told."""
    owners = (None, identity_of(place or folder.parent))
    pruned = removals(archive, "feed")
    return [
        row
        for row in all_batches(archive)
        if row.state == PUBLISHED and row.owner in owners and row.path not in pruned
    ]


def _verify_batch(archive: Archive, row: Batch, path: Path, manifests: str) -> Iterator[str]:
    if not path.exists():
        yield f"{path}: is not there; {called()} publish --rebuild {path.name.split('.jsonl')[0]}"
        return
    written = sha256_of(path)
    if (written.bytes, written.sha256) != (row.bytes, row.sha256):
        yield f"{path}: {written.bytes} bytes that are not those which were published"
        return
    digests = Digests()
    if _lines(path, digests) != versions_of(archive, row):
        yield f"{path}: its records are not those of the archive"
        return
    apart, beside = manifests_of(path)
    for manifest in (apart, beside):
        if manifest.exists() and manifest.read_bytes() != _wanted(
            archive, row, path, written, digests
        ):
            yield f"{manifest}: does not describe its file"
    # Batches of before have none apart.
    if not beside.exists() and (manifests == BOTH or not apart.exists()):
        yield f"{beside if manifests == BOTH else apart}: is not there"


def _wanted(archive: Archive, row: Batch, path: Path, written: Written, digests: Digests) -> bytes:
    """The manifest that describes a file as it is.

    Where an article was forgotten and the file is not written again yet, it still has the text,
    and its manifest does not say that it has not.
    """
    with archive.reading() as reader:
        told = figures(reader, row.batch_id)
    manifest = make_manifest(row, told, path.name, written)
    link, forgotten = chain_of(archive, row)
    if link is not None:
        gone = {number: forgotten[number] for number in digests.without_text() & forgotten.keys()}
        manifest["records_digest"] = digest_of_records(digests.leaves(gone))
        manifest |= linked(link, gone)
        if statement_digest(manifest) != link.statement:
            return b""  # whatever it says, these are not the records that were published
    return manifest_bytes(manifest)


def _lines(path: Path, digests: Digests) -> list[tuple[str, int]]:
    with path.open("rb") as raw:
        rows = (orjson.loads(line) for line in digests.through(unpacked(raw, path.suffix)))
        return [(row["id"], row["revision"]) for row in rows]


def holds_text(path: Path, url_hash: str) -> bool:
    """Whether a feed file has a text of an article. Raises OSError."""
    own = url_hash.encode()
    with path.open("rb") as raw:
        rows = (orjson.loads(line) for line in unpacked(raw, path.suffix) if own in line)
        return any(row["id"] == url_hash and row["article_body"] is not None for row in rows)
