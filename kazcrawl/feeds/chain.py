"""What makes published batches provable: digests of their records, chained and signed.

A record's digest is of two: that of its line, and that of the same line without its text. So a
record that is forgotten keeps its digest: what is left of it is there, and the other is told in
the manifest. A batch's digest is of its records'; its head is of its manifest and of the head of
the batch that was published before it.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from errno import EINVAL
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from kazcrawl.archive.chain import Link
from kazcrawl.archive.rights import Right
from kazcrawl.feeds.manifests import lasting
from kazcrawl.record import line, without_text

SIGNED = b"kazcrawl "
"""What stands before a head where it is signed."""


class Digests:
    """The digests of a batch's records, taken as their lines go by; and the hosts of their
    addresses."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self.hosts: set[str] = set()

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines."""
        for own in lines:
            record = orjson.loads(own)
            self.hosts.add(urlsplit(record["url"]).hostname or "")
            self._pairs.append((_sha256(line(without_text(record))), _sha256(own)))
            yield own

    def without_text(self) -> set[int]:
        """The numbers, from 1, of the lines that have no text."""
        return {
            number for number, (stub, whole) in enumerate(self._pairs, start=1) if stub == whole
        }

    def leaves(self, forgotten: dict[int, str]) -> list[str]:
        """Each record's digest; ``forgotten`` has the digests of lines that were whole once, by
        their numbers from 1."""
        return [
            _sha256((stub + forgotten.get(number, whole)).encode())
            for number, (stub, whole) in enumerate(self._pairs, start=1)
        ]


def digest_of_records(leaves: Iterable[str]) -> str:
    """A batch's digest."""
    return _sha256("".join(leaves).encode())


def statement_digest(manifest: dict[str, Any]) -> str:
    """The digest of what a manifest says for good."""
    return _sha256(orjson.dumps(lasting(manifest), option=orjson.OPT_SORT_KEYS))


def make_link(
    manifest: dict[str, Any], previous: str | None, rights: list[Right], signer: "Signer | None"
) -> Link:
    """The link of a batch by its manifest, the head of the batch before it (None: there is none)
    and what its sites said of rights; its place is not known yet."""
    told = [right.told() for right in rights]
    own = orjson.dumps(told).decode() if told else None
    key = signer.public if signer else None
    link = Link(0, previous, "", "", key, None, own)
    statement = statement_digest(manifest | linked(link, {}))
    head = _sha256(f"{previous or ''}:{statement}".encode())
    return link._replace(
        statement=statement, head=head, signature=signer.sign(head) if signer else None
    )


def linked(link: Link, forgotten: dict[int, str]) -> dict[str, Any]:
    """What a manifest says of its batch's place in the chain, and of what is forgotten in it."""
    told = {
        "rights": orjson.loads(link.rights) if link.rights else None,
        "previous": link.previous,
        "head": link.head,
        "key": link.key,
        "signature": link.signature,
        "forgotten": {str(number): forgotten[number] for number in sorted(forgotten)},
    }
    # What there is nothing of is not in it.
    return {name: value for name, value in told.items() if value or name == "previous"}


class Signer:
    """Signs heads with the private key in a PEM file.

    Raises OSError, also where it is no Ed25519 key.
    """

    def __init__(self, path: Path) -> None:
        # Loaded only where something is signed.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise OSError(EINVAL, "is no Ed25519 key in PEM", str(path))
        self._key = key
        self.public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        """The public key in base64: what whoever checks is given."""

    def sign(self, head: str) -> str:
        """A head's signature in base64."""
        return base64.b64encode(self._key.sign(SIGNED + head.encode())).decode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
