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
from kazcrawl.disk.whole import Written, measured, unpacked
from kazcrawl.feeds.chain import Digests, digest_of_records, linked, statement_digest
from kazcrawl.feeds.manifests import BOTH, manifest_bytes, manifests_of
from kazcrawl.feeds.publisher import data_folder, feed_path, make_manifest
from kazcrawl.feeds.shelves import Name, Shelf, Where, shelf_of
from kazcrawl.logs.program import called


def verify(
    archive: Archive, where: Where, manifests: str = BOTH, place: Path | None = None
) -> Iterator[str]:
    """One line for everything at the place of the feeds that is not as the archive has it.

    Checks each published batch of this data folder that was not pruned, and in a bucket those of
    others that are there: the file's size and checksum, its lines against the batch's versions in
    their order, the manifests' bytes; that with BOTH ``manifests`` there is one beside the file,
    with NEW any; and that no further file is there. Nothing comes when all holds. ``place`` is the
    data folder, where a feeds folder does not stand in it. Raises ArchiveError, OSError.
    """
    shelf = shelf_of(where)
    known: set[Name] = set()
    for row in published_here(archive, where, place):
        name = Name(row.path or "")
        known |= {name, *manifests_of(name)}
        yield from _verify_batch(archive, shelf, row, name, manifests)
    if shelf.is_shared:
        # Others write there as well, and may be at it.
        for row in all_batches(archive):
            name = Name(feed_path(row))
            known |= {name, *manifests_of(name)} if row.state != PUBLISHED else set()
    for name in sorted(shelf.files()):
        if name not in known and not name.name.startswith("."):
            owner = "archive" if shelf.is_shared else "data folder"
            yield f"{shelf.at(name)}: no published batch of this {owner} has this file"


def published_here(
    archive: Archive, where: Where, place: Path | None = None, *, with_pruned: bool = False
) -> list[Batch]:
    """The published batches whose files are to be at the place of the feeds, by source and number:
    those of the data folder ``place``, in which a feeds folder stands unless told, and in a
    bucket those of others whose files are there. ``with_pruned``: those as well that were to be
    removed. Raises ArchiveError, OSError."""
    shelf = shelf_of(where)
    owners = (None, identity_of(data_folder(where, place)))
    there = {str(name) for name in shelf.files()} if shelf.is_shared else set[str]()
    pruned = set[str]() if with_pruned else removals(archive, "feed")
    return [
        row
        for row in all_batches(archive)
        if row.state == PUBLISHED and row.path not in pruned
        if row.owner in owners or row.path in there
    ]


def _verify_batch(
    archive: Archive, shelf: Shelf, row: Batch, name: Name, manifests: str
) -> Iterator[str]:
    path, digests = shelf.at(name), Digests()
    try:
        file = shelf.open(name)
    except FileNotFoundError:
        yield f"{path}: is not there; {called()} publish --rebuild {name.name.split('.jsonl')[0]}"
        return
    with file:
        written = measured(file)
        if (written.bytes, written.sha256) != (row.bytes, row.sha256):
            yield f"{path}: {written.bytes} bytes that are not those which were published"
            return
        file.seek(0)
        rows = (orjson.loads(line) for line in digests.through(unpacked(file, name.suffix)))
        if [(one["id"], one["revision"]) for one in rows] != versions_of(archive, row):
            yield f"{path}: its records are not those of the archive"
            return
    wanted = _wanted(archive, row, name.name, written, digests)
    told = {manifest: shelf.read(manifest) for manifest in manifests_of(name)}
    for manifest, content in told.items():
        if content is not None and content != wanted:
            yield f"{shelf.at(manifest)}: does not describe its file"
    # Batches of before have none apart.
    apart, beside = told
    if told[beside] is None and (manifests == BOTH or told[apart] is None):
        yield f"{shelf.at(beside if manifests == BOTH else apart)}: is not there"


def _wanted(archive: Archive, row: Batch, file: str, written: Written, digests: Digests) -> bytes:
    """The manifest that describes a file as it is.

    Where an article was forgotten and the file is not written again yet, it still has the text,
    and its manifest does not say that it has not.
    """
    with archive.reading() as reader:
        told = figures(reader, row.batch_id)
    manifest = make_manifest(row, told, file, written)
    link, forgotten = chain_of(archive, row)
    if link is not None:
        gone = {number: forgotten[number] for number in digests.without_text() & forgotten.keys()}
        manifest["records_digest"] = digest_of_records(digests.leaves(gone))
        manifest |= linked(link, gone)
        if statement_digest(manifest) != link.statement:
            return b""  # whatever it says, these are not the records that were published
    return manifest_bytes(manifest)


def holds_text(shelf: Shelf, name: Name, url_hash: str) -> bool:
    """Whether a feed file is there and has a text of an article. Raises OSError."""
    own = url_hash.encode()
    try:
        file = shelf.open(name)
    except FileNotFoundError:
        return False
    with file:
        rows = (orjson.loads(line) for line in unpacked(file, name.suffix) if own in line)
        return any(row["id"] == url_hash and row["article_body"] is not None for row in rows)
