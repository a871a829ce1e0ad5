"""Where an export goes: a folder, or a bucket that speaks S3. Files appear whole or not at all.

Beside each file stands its manifest, ``_<name>.manifest.json``, written behind it: a file
without one does not count.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import orjson

from kazcrawl.disk.bucket import Bucket, BucketError, Held, TakenError
from kazcrawl.disk.whole import Written, install, part_of, sha256_of, write_whole
from kazcrawl.export.formats import need
from kazcrawl.export.page import ExportError

Manifest = dict[str, Any]


class Target(Protocol):
    """Names are relative, with ``/``. Methods raise OSError, or ExportError with one line."""

    def manifest(self, name: str) -> Manifest | None:
        """The manifest of a file that is there whole, or None."""

    def put(self, name: str, write: Callable[[Path], None], told: Manifest) -> Manifest:
        """Has a file written, and makes it count; gives its manifest: ``told`` with name, bytes
        and SHA-256."""

    def shown(self, name: str) -> str:
        """The name as people read it."""


def target_of(place: str) -> Target:
    """The target of a command's argument: a folder, or ``s3://BUCKET/PREFIX``."""
    return BucketTarget(place) if place.startswith("s3://") else Folder(Path(place))


def manifest_name(name: str) -> str:
    """The manifest's name of a file's: readers pass over a name that begins with ``_``."""
    folder, _, own = name.rpartition("/")
    return f"{folder}/_{own}.manifest.json".lstrip("/")


def _described(name: str, written: Written, told: Manifest) -> Manifest:
    own = name.rpartition("/")[2]
    return {"file": own, "bytes": written.bytes, "sha256": written.sha256, **told}


def _bytes(manifest: Manifest) -> bytes:
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def manifest(self, name: str) -> Manifest | None:
        path = self.root / name
        try:
            told: Manifest = orjson.loads((self.root / manifest_name(name)).read_bytes())
            return told if path.stat().st_size == told["bytes"] else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def put(self, name: str, write: Callable[[Path], None], told: Manifest) -> Manifest:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = part_of(path)
        try:
            write(part)
            written = install(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        manifest = _described(name, written, told)
        write_whole(self.root / manifest_name(name), [_bytes(manifest)])
        return manifest

    def shown(self, name: str) -> str:
        return str(self.root / name)


class BucketTarget:
    """A bucket: each state of a file has a name of its own, and the manifest, which nobody puts
    over another's, says which of them counts."""

    def __init__(self, place: str) -> None:
        need("obstore", "s3", what=place)
        with _telling(place):
            self._bucket = Bucket(place)
        self._seen: dict[str, tuple[Manifest, Held]] = {}

    def manifest(self, name: str) -> Manifest | None:
        with _telling(self.shown(name)):
            held = self._bucket.get(manifest_name(name))
        try:
            told: Manifest | None = orjson.loads(held.content) if held else None
        except ValueError:
            return None
        if told is not None and held is not None:
            self._seen[name] = told, held
        return told

    def put(self, name: str, write: Callable[[Path], None], told: Manifest) -> Manifest:
        with TemporaryDirectory() as folder:
            path = Path(folder, "part")
            write(path)
            written = sha256_of(path)
            manifest = _described(_stamped(name, written.sha256), written, told)
            with _telling(self.shown(name)), path.open("rb") as file:
                self._bucket.put(_beside(name, manifest), file)
        older, held = self._seen.get(name, (None, None))
        with _telling(self.shown(name)):
            self._bucket.replace(manifest_name(name), _bytes(manifest), held)
            if older is not None and older["file"] != manifest["file"]:
                self._bucket.delete(_beside(name, older))
        return manifest

    def shown(self, name: str) -> str:
        return self._bucket.at(name)


@contextmanager
def _telling(where: str) -> Iterator[None]:
    try:
        yield
    except TakenError as error:
        # What we put is not named by any manifest.
        raise ExportError(
            f"{where}: another publisher writes here just now; nothing of its was changed"
        ) from error
    except BucketError as error:
        raise ExportError(str(error)) from error


def _beside(name: str, manifest: Manifest) -> str:
    """The name of the file that a manifest tells of."""
    return f"{name.rpartition('/')[0]}/{manifest['file']}".lstrip("/")


def _stamped(name: str, sha256: str) -> str:
    """A file's name with what it holds in it."""
    folder, mark, own = name.rpartition("/")
    stem, dot, suffixes = own.partition(".")
    return f"{folder}{mark}{stem}-{sha256[:16]}{dot}{suffixes}"
