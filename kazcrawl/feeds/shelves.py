"""Where feeds stand: a folder, or a bucket that speaks S3; the same names below either.

A file is there whole or not at all, and it counts by its manifest, which is written behind it.
"""

from collections.abc import Callable, Iterable, Iterator
from errno import ENOENT
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Protocol

from kazcrawl.disk.bucket import TAKEN, Bucket, TakenError
from kazcrawl.disk.identity import claim
from kazcrawl.disk.steps import reached
from kazcrawl.disk.whole import Written, measured, pour, sync_up, write_whole
from kazcrawl.feeds.manifests import (
    APART,
    ENDING,
    Manifest,
    is_of_same_batch,
    manifest_bytes,
    manifests_in,
    manifests_of,
    manifests_written,
    number_of,
    remove,
)

Name = PurePosixPath
"""A file's name below the place of the feeds: ``<source>/dt=<day>/<source>-<number>.jsonl``."""

Where = Path | str
"""A place of feeds as settings say it: a folder, or ``s3://BUCKET/PREFIX``."""


class Shelf(Protocol):
    """Methods raise OSError, which says where and what."""

    is_shared: bool
    """Whether the data folders of one archive put their feeds here together."""

    def at(self, name: Name) -> Where:
        """A file as people find it."""

    def claim(self, data: Path, who: str) -> bool:
        """Whether the shelf is ``who``'s, from now on if it was nobody's: the id of the data
        folder ``data``, or, of a shared one, the archive's."""

    def sweep(self, source: str) -> None:
        """Removes what deaths left of a source; for who publishes alone."""

    def manifests(self, source: str, since: str = "") -> dict[int, Name]:
        """A manifest of each of a source's batches that are here, by number; those of before a
        day (UTC) may be left out, where that is cheaper."""

    def write(
        self,
        name: Name,
        chunks: Iterable[bytes],
        compression: str,
        describe: Callable[[Written], Manifest],
        which: str,
    ) -> tuple[Manifest, Name]:
        """Writes a batch's file, then its manifests, NEW or BOTH; gives manifest and name of the
        one that is written last. ``describe`` makes it when the chunks have gone by."""

    def files(self) -> Iterator[Name]:
        """Every feed file and manifest."""

    def read(self, name: Name) -> bytes | None:
        """A manifest, or None where there is none."""

    def open(self, name: Name) -> IO[bytes]:
        """A feed file, to be closed. FileNotFoundError where there is none."""

    def remove(self, name: Name) -> None:
        """Removes a feed file with its manifests."""

    def size(self) -> int:
        """The bytes of all feed files."""


def shelf_of(where: Where) -> Shelf:
    """The shelf at a place. Raises OSError for a bucket that cannot be asked."""
    return Folder(where) if isinstance(where, Path) else BucketShelf(where)


def every_manifest(where: Where) -> Iterator[Where]:
    """Every manifest at a place of feeds, whatever spider's it is."""
    shelf = shelf_of(where)
    return (shelf.at(name) for name in shelf.files() if name.name.endswith(ENDING))


class Folder:
    """A folder, which is one data folder's."""

    is_shared = False

    def __init__(self, root: Path) -> None:
        self.root = root

    def at(self, name: Name) -> Path:
        return self.root / name

    def claim(self, data: Path, who: str) -> bool:
        self.root.mkdir(parents=True, exist_ok=True)
        return data == self.root.parent or claim(self.root, who)

    def sweep(self, source: str) -> None:
        for below in (self.root / source, self.root / APART / source):
            for part in below.glob("dt=*/.*.part"):
                part.unlink()

    def manifests(self, source: str, since: str = "") -> dict[int, Name]:
        told = manifests_in(self.root / source)
        return {number: Name(path.relative_to(self.root)) for number, path in told.items()}

    def write(
        self,
        name: Name,
        chunks: Iterable[bytes],
        compression: str,
        describe: Callable[[Written], Manifest],
        which: str,
    ) -> tuple[Manifest, Name]:
        names = manifests_written(name, which, lambda beside: self.at(beside).exists())
        written = write_whole(self.at(name), chunks, compression)
        reached("before manifest")
        manifest = describe(written)
        for own in names:
            write_whole(self.at(own), [manifest_bytes(manifest)])
        for own in (name, *names):
            sync_up(self.at(own).parent, self.root)
        return manifest, names[-1]

    def files(self) -> Iterator[Name]:
        for pattern in ("*/dt=*/*", f"{APART}/*/dt=*/*"):
            for path in self.root.glob(pattern):
                yield Name(path.relative_to(self.root))

    def read(self, name: Name) -> bytes | None:
        path = self.at(name)
        return path.read_bytes() if path.exists() else None

    def open(self, name: Name) -> IO[bytes]:
        return self.at(name).open("rb")

    def remove(self, name: Name) -> None:
        remove(self.at(name))

    def size(self) -> int:
        files = self.root.rglob("*.jsonl*")
        return sum(path.stat().st_size for path in files if path.is_file())


_OWNER = ".archive"


class BucketShelf:
    """A prefix of a bucket, which is one archive's: its publishers are one at a time, and number
    their batches together."""

    is_shared = True

    def __init__(self, address: str) -> None:
        self._bucket = Bucket(address)

    def at(self, name: Name) -> str:
        return self._bucket.at(str(name))

    def claim(self, data: Path, who: str) -> bool:
        own = f"{who}\n".encode()
        try:
            there = self._bucket.get(_OWNER)
            if there is None:
                self._bucket.replace(_OWNER, own, None)
        except TakenError:
            return False
        return there is None or there.content == own

    def sweep(self, source: str) -> None:
        """Nothing: what was not put whole was not put."""

    def manifests(self, source: str, since: str = "") -> dict[int, Name]:
        told: dict[int, Name] = {}
        for below in (source, f"{APART}/{source}"):
            for own, _ in self._bucket.sizes(below, after=f"{below}/dt={since}"):
                name = Name(own)
                number = number_of(source, name.name.removesuffix(ENDING))
                if number is not None and name.name.endswith(ENDING):
                    told[number] = name
        return told

    def write(
        self,
        name: Name,
        chunks: Iterable[bytes],
        compression: str,
        describe: Callable[[Written], Manifest],
        which: str,
    ) -> tuple[Manifest, Name]:
        with TemporaryFile() as file:
            pour(file, chunks, compression)
            file.seek(0)
            manifest = describe(measured(file))
            # Looked at before the file is put: a manifest of another batch is another's, and so
            # is the file.
            held = {own: self._bucket.get(str(own)) for own in manifests_of(name)}
            for own, there in held.items():
                if there is not None and not is_of_same_batch(there.content, manifest):
                    raise TakenError(self.at(own), TAKEN)
            names = manifests_written(name, which, lambda beside: held[beside] is not None)
            file.seek(0)
            reached("after fsync")
            self._bucket.put(str(name), file)
            reached("after rename")
        reached("before manifest")
        for own in names:
            reached("after fsync")
            self._bucket.replace(str(own), manifest_bytes(manifest), held[own])
            reached("after rename")
        return manifest, names[-1]

    def files(self) -> Iterator[Name]:
        for told, _ in self._bucket.sizes():
            name = Name(told)
            depth = len(name.parts) - (name.parts[0] == APART)
            if depth == 3 and name.parent.name.startswith("dt="):
                yield name

    def read(self, name: Name) -> bytes | None:
        held = self._bucket.get(str(name))
        return held and held.content

    def open(self, name: Name) -> IO[bytes]:
        file = self._bucket.open(str(name))
        if file is None:
            raise FileNotFoundError(ENOENT, "is not there", self.at(name))
        return file

    def remove(self, name: Name) -> None:
        for own in (*manifests_of(name), name):
            self._bucket.delete(str(own))

    def size(self) -> int:
        return sum(size for name, size in self._bucket.sizes() if ".jsonl" in name)
