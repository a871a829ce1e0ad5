"""The proof that a record was published: a file that a stranger checks without us."""

from typing import Any

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batch, all_batches, chain_of, figures
from kazcrawl.archive.chain import chain, place_of
from kazcrawl.archive.following import lines_of
from kazcrawl.feeds.chain import Digests, digest_of_records, linked
from kazcrawl.feeds.publisher import feed_path, make_manifest


class UnprovableError(Exception):
    """There is no proof; the message says why, in one line."""


def proof(archive: Archive, url_hash: str, revision: int | None = None) -> dict[str, Any]:
    """What shows that an article's version (the newest that is published, unless said) stands in
    a batch, and that batch in the chain. Raises UnprovableError, ArchiveError."""
    place = place_of(archive, url_hash, revision)
    if place is None:
        raise UnprovableError("it is not published")
    own = next(row for row in all_batches(archive) if row.batch_id == place.batch_id)
    link, forgotten = chain_of(archive, own)
    name = f"{own.source}-{own.number:06d}"
    if link is None:
        raise UnprovableError(f"it is in {name}, of before batches were chained")
    digests = Digests()
    lines = list(digests.through(lines_of(archive, own.batch_id)))
    gone = {number: forgotten[number] for number in digests.without_text() & forgotten.keys()}
    leaves = digests.leaves(gone)
    links = chain(archive, own.source)
    signed = [each for each in links[link.place - 1 :] if each.signature]
    return {
        "proof": "kazcrawl-1",
        "record": lines[place.line - 1].decode(),
        "line": place.line,
        "digests": leaves,
        "manifest": _manifest(archive, own, digest_of_records(leaves))
        | linked(link._replace(signature=None), gone),
        "place": link.place,
        "statements": [each.statement for each in links],
        "signed": {"head": signed[-1].head, "signature": signed[-1].signature} if signed else None,
    }


def _manifest(archive: Archive, own: Batch, records_digest: str) -> dict[str, Any]:
    """A batch's manifest without what tells of its file."""
    with archive.reading() as reader:
        told = figures(reader, own.batch_id)
    name = feed_path(own).rpartition("/")[2]
    manifest = make_manifest(own, told, name, None)
    return manifest | {"records_digest": records_digest}
