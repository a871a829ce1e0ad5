"""Publishing: what the archive holds and no feed has, as batches.

(a) one transaction opens a batch and gives it the versions; (b) the feed file is written
whole; (c) so are its manifests; (d) one transaction marks the batch published with the file's
SHA-256. A batch found open is written again, byte for byte: so after a death at any instant
the next publishing gives every version exactly once. A source of an archive has one publisher at
a time, and a batch belongs to the data folder that opened it.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from kazcrawl.archive.batches import Batch, Batches, Figures
from kazcrawl.archive.chain import Link
from kazcrawl.archive.rights import Right
from kazcrawl.disk.identity import claim, identity
from kazcrawl.disk.steps import reached
from kazcrawl.disk.whole import SUFFIXES, Written, sync_up, write_whole
from kazcrawl.feeds.chain import Digests, Signer, digest_of_records, linked, make_link
from kazcrawl.feeds.manifests import APART, BOTH, manifests_in, manifests_written, number_of, remove
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
    how many records it holds."""

    path: Path
    manifest: Path
    records: int


def publish(
    url: str,
    folder: Path,
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
    """Finishes a source's open batches, then publishes all that waits into ``folder``.

    ``url`` is the archive's, ``folder`` the feeds folder, ``place`` the data folder whose batches
    these are (the feeds folder stands in it, unless told), ``manifests`` which are written, NEW or
    BOTH, ``what`` this publisher to whoever waits for it. With ``adopt`` the open batches of other
    data folders are finished here as well. ``key`` is the file of the key that signs heads. Raises
    ArchiveError or FeedError, one line; LockedError, which names it, when another publisher is
    still at work after ``patience`` seconds.
    """
    what = what or f"{called()} publish"
    with _writing(url, folder, place, source, what, patience) as batches:
        if adopt:
            batches.adopt()
        for left in batches.left_by_others():
            logger.warning(
                "%s-%06d, opened at %s by another data folder, is open: that folder's next run "
                "finishes it, or, where that is lost, %s publish --adopt here",
                source, left.number, left.opened_at, called(),
            )  # fmt: skip
        signer = Signer(key) if key else None
        written = [_write(batches, folder, batch, manifests, signer) for batch in batches.opened()]
        # An archive restored from a backup is older than the feeds: theirs stay theirs.
        above = max(manifests_in(folder / source), default=0)
        while batch := batches.open(
            above=above, crawl_id=crawl_id, format_version=FORMAT_VERSION, compression=compression
        ):
            reached("batch opened")
            written.append(_write(batches, folder, batch, manifests, signer))
        return written


def rebuild(
    url: str,
    folder: Path,
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
    with _writing(url, folder, place, source, what, PATIENCE) as batches:
        if adopt:
            batches.adopt(numbers)
        signer = Signer(key) if key else None
        found = batches.published(numbers)
        return [_write(batches, folder, batch, manifests, signer) for batch in found]


@contextmanager
def _writing(
    url: str, folder: Path, place: Path | None, source: str, what: str, patience: float
) -> Iterator[Batches]:
    """A crawl and `scrapy publish` may run beside each other: one writes, one waits."""
    try:
        place = place or folder.parent
        for needed in (folder, place):
            needed.mkdir(parents=True, exist_ok=True)
        own = identity(place)
        if place != folder.parent and not claim(folder, own):
            raise FeedError(f"feed {folder}: is another data folder's; each needs one of its own")
        batches = Batches(url, source, own)
        try:
            with batches.alone(what, patience):
                # Who publishes alone writes alone: these a death left.
                for below in (folder / source, folder / APART / source):
                    for part in below.glob("dt=*/.*.part"):
                        part.unlink()
                yield batches
        finally:
            batches.close()
    except OSError as error:
        where = error.filename or folder
        raise FeedError(f"feed {where}: {error.strerror or error}") from error


def _write(
    batches: Batches, folder: Path, batch: Batch, manifests: str, signer: Signer | None
) -> Published:
    path = folder / feed_path(batch)
    places = manifests_written(path, manifests)
    digests = Digests()
    written = write_whole(path, digests.through(batches.lines(batch)), batch.compression)
    reached("before manifest")
    manifest = make_manifest(batch, batches.figures(batch), path.name, written)
    if batch.format_version >= CHAINED:
        manifest |= _chained(batches, batch, manifest, digests, signer)
    for place in places:
        write_whole(place, [manifest_bytes(manifest)])
    for own in (path, *places):
        sync_up(own.parent, folder)
    reached("after manifest")
    reached("before final commit")
    if not batches.publish(
        batch,
        path=feed_path(batch),
        records=manifest["records"],
        size=written.bytes,
        sha256=written.sha256,
    ):
        remove(path)
        raise FeedError(f"feed {path}: another data folder took this batch over; removed here")
    reached("after final commit")
    return Published(path, places[-1], manifest["records"])


def _chained(
    batches: Batches,
    batch: Batch,
    manifest: dict[str, Any],
    digests: Digests,
    signer: Signer | None,
) -> dict[str, Any]:
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


def make_manifest(
    batch: Batch, figures: Figures, file: str, written: Written | None
) -> dict[str, Any]:
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


def manifest_bytes(manifest: dict[str, Any]) -> bytes:
    """A manifest as its file's bytes: indented JSON, ended by a newline."""
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
