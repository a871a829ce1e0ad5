"""Publishing: what the archive holds and no feed has, as batches.

(a) one transaction opens a batch and gives it the versions; (b) the feed file is written
whole; (c) so are its manifests; (d) one transaction marks the batch published with the file's
SHA-256. A batch found open is written again, byte for byte: so after a death at any instant
the next publishing gives every version exactly once. A source of an archive has one publisher at
a time, and a batch belongs to the data folder that opened it. In a bucket, a manifest is put where
none is, or in the place of the same batch's: another publisher's stays, and so does its file.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kazcrawl.archive.batches import Batch, Batches, Figures
from kazcrawl.archive.chain import Link
from kazcrawl.archive.rights import Right
from kazcrawl.disk.identity import identity
from kazcrawl.disk.steps import reached
from kazcrawl.disk.whole import SUFFIXES, Written
from kazcrawl.feeds.chain import Digests, Signer, digest_of_records, linked, make_link
from kazcrawl.feeds.manifests import BOTH, Manifest, number_of
from kazcrawl.feeds.shelves import Name, Shelf, Where, shelf_of
from kazcrawl.logs.program import called

logger = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds for which another publisher is waited for; it may be frozen."""

CHAINED = 2
FORMAT_VERSION = CHAINED
"""Version of the bytes of feed file and manifest; kept with a batch, so that it is written again
alike. Since 2 a manifest has the batch's place in the chain."""


class FeedError(Exception):
    """A feed could not be written; the message says what and where, in one line."""


class Published(NamedTuple):
    """A published batch: its feed file, its manifest (beside it, where one is written there) and
    how many records it holds. In a bucket they are addresses."""

    path: Where
    manifest: Where
    records: int


def publish(
    url: str,
    where: Where,
    source: str,
    crawl_id: str,
    compression: str = "none",
    manifests: str = BOTH,
    *,
    what: str = "",
    patience: float = PATIENCE,
    adopt: bool = False,
    key: Path | None = None,
    place: Path | None = None,
) -> list[Published]:
    """Finishes a source's open batches, then publishes all that waits to ``where``.

    ``url`` is the archive's, ``where`` the feeds folder, or ``s3://BUCKET/PREFIX``, ``place`` the
    data folder whose batches these are (a feeds folder stands in it, unless told), ``manifests``
    which are written, NEW or BOTH, ``what`` this publisher to whoever waits for it. With
    ``adopt`` the open batches of other data folders are finished here as well. ``key`` is the file
    of the key that signs heads. Raises ArchiveError or FeedError, one line; LockedError, which
    names it, when another publisher is still at work after ``patience`` seconds.
    """
    what = what or f"{called()} publish"
    with _writing(url, where, place, source, what, patience) as (shelf, batches):
        if adopt:
            batches.adopt()
        for left in batches.left_by_others():
            logger.warning(
                "%s-%06d, opened at %s by another data folder, is open: that folder's next run "
                "finishes it, or, where that is lost, %s publish --adopt here",
                source, left.number, left.opened_at, called(),
            )  # fmt: skip
        signer = Signer(key) if key else None
        written = [_write(batches, shelf, batch, manifests, signer) for batch in batches.opened()]
        # An archive restored from a backup is older than the feeds: theirs stay theirs.
        above = max(shelf.manifests(source, batches.last_day()), default=0)
        while batch := batches.open(
            above=above, crawl_id=crawl_id, format_version=FORMAT_VERSION, compression=compression
        ):
            reached("batch opened")
            written.append(_write(batches, shelf, batch, manifests, signer))
        return written


def rebuild(
    url: str,
    where: Where,
    source: str,
    names: Sequence[str],
    manifests: str = BOTH,
    *,
    adopt: bool = False,
    key: Path | None = None,
    place: Path | None = None,
) -> list[Published]:
    """Writes the files of published batches again, as they were, byte for byte.

    ``names`` are batch numbers or names such as ``kazinform-000012``; another source's names are
    passed over, and another data folder's batches, unless ``adopt`` makes them this one's.
    Raises as ``publish`` does.
    """
    stems = (name.split(".jsonl")[0] for name in names)
    numbers = [number for stem in stems if (number := number_of(source, stem)) is not None]
    what = f"{called()} publish --rebuild"
    with _writing(url, where, place, source, what, PATIENCE) as (shelf, batches):
        if adopt:
            batches.adopt(numbers)
        signer = Signer(key) if key else None
        found = batches.published(numbers)
        return [_write(batches, shelf, batch, manifests, signer) for batch in found]


@contextmanager
def _writing(
    url: str, where: Where, place: Path | None, source: str, what: str, patience: float
) -> Iterator[tuple[Shelf, Batches]]:
    """A crawl and `scrapy publish` may run beside each other: one writes, one waits."""
    try:
        shelf, place = shelf_of(where), data_folder(where, place)
        place.mkdir(parents=True, exist_ok=True)
        own = identity(place)
        batches = Batches(url, source, own)
        try:
            claim(shelf, where, place, own, batches.archive_id)
            with batches.alone(what, patience):
                shelf.sweep(source)
                yield shelf, batches
        finally:
            batches.close()
    except OSError as error:
        raise FeedError(f"feed {error.filename or where}: {error.strerror or error}") from error


def data_folder(where: Where, place: Path | None) -> Path:
    """The data folder ``place``, in which a feeds folder stands unless told."""
    if place is None and not isinstance(where, Path):
        raise ValueError(f"{where}: whose feeds?")
    return place or Path(where).parent


def claim(
    shelf: Shelf, where: Where, place: Path, folder_id: str, archive_id: Callable[[], str]
) -> None:
    """Makes a shelf the data folder's, or the archive's, that publish there. FeedError where it is
    another's, OSError."""
    if not shelf.claim(place, archive_id() if shelf.is_shared else folder_id):
        whose = "archive" if shelf.is_shared else "data folder"
        raise FeedError(f"feed {where}: is another {whose}'s; each needs one of its own")


def _write(
    batches: Batches, shelf: Shelf, batch: Batch, manifests: str, signer: Signer | None
) -> Published:
    name = Name(feed_path(batch))
    digests = Digests()

    def describe(written: Written) -> Manifest:
        manifest = make_manifest(batch, batches.figures(batch), name.name, written)
        if batch.format_version >= CHAINED:
            manifest |= _chained(batches, batch, manifest, digests, signer)
        return manifest

    lines = digests.through(batches.lines(batch))
    manifest, last = shelf.write(name, lines, batch.compression, describe, manifests)
    reached("after manifest")
    reached("before final commit")
    if not batches.publish(
        batch,
        path=str(name),
        records=manifest["records"],
        size=manifest["bytes"],
        sha256=manifest["sha256"],
    ):
        taken = f"feed {shelf.at(name)}: another data folder took this batch over"
        if shelf.is_shared:
            raise FeedError(taken)  # and it is the other's file
        shelf.remove(name)
        raise FeedError(f"{taken}; removed here")
    reached("after final commit")
    return Published(shelf.at(name), shelf.at(last), manifest["records"])


def _chained(
    batches: Batches,
    batch: Batch,
    manifest: Manifest,
    digests: Digests,
    signer: Signer | None,
) -> Manifest:
    """What a manifest says of its batch's place in the chain."""
    forgotten = batches.forgotten(batch)
    told = {"records_digest": digest_of_records(digests.leaves(forgotten))}

    def make(previous: str | None, rights: list[Right]) -> Link:
        own = [right for right in rights if right.host in digests.hosts]
        return make_link(manifest | told, previous, own, signer)

    return told | linked(batches.link(batch, make), forgotten)


def feed_path(batch: Batch) -> str:
    """A batch's file below the feeds folder: source, UTC day of opening, number."""
    name = f"{batch.source}-{batch.number:06d}.jsonl{SUFFIXES[batch.compression]}"
    return f"{batch.source}/dt={batch.opened_at[:10]}/{name}"


def make_manifest(batch: Batch, figures: Figures, file: str, written: Written | None) -> Manifest:
    """What a manifest says of a batch's file, of the batch alone where the file is not known;
    nothing in it depends on when it is written."""
    return {
        "file": file,
        "records": figures.records,
        **(written._asdict() if written else {}),
        "schema_version": batch.schema_version,
        "first_published": figures.first_published,
        "last_published": figures.last_published,
        "editions": figures.editions,
        "crawl_id": batch.crawl_id,
        "created_at": batch.opened_at,
    }
