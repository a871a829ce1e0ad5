"""Where an export goes: a folder, or a bucket that speaks S3. Files appear whole or not at all.

Beside each file stands its manifest, ``_<name>.manifest.json``, written behind it: a file
without one does not count.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import orjson

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
    return Bucket(place) if place.startswith("s3://") else Folder(Path(place))


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
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        manifest = _described(name, written, told)
        write_whole(self.root / manifest_name(name), [_bytes(manifest)])
        return manifest

    def shown(self, name: str) -> str:
        return str(self.root / name)


class Bucket:
    """A bucket: each state of a file has a name of its own, and the manifest, which nobody puts
    over another's, says which of them counts.

    Address and keys of the service are those of the environment (``AWS_ENDPOINT_URL``,
    ``AWS_ACCESS_KEY_ID`` and so on).
    """

    def __init__(self, place: str) -> None:
        need("obstore", "s3", what=place)
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        self.place = place.rstrip("/")
        # What is not there is an error of Python's own.
        self._failed = (BaseError, FileNotFoundError)
        bucket, _, self._prefix = self.place.removeprefix("s3://").partition("/")
        try:
            self._store = S3Store(bucket, client_options={"allow_http": True})
        except self._failed as error:
            raise self._error(error) from error
        self._seen: dict[str, tuple[Manifest, Any]] = {}

    def manifest(self, name: str) -> Manifest | None:
        import obstore

        try:
            answer = obstore.get(self._store, self._key(manifest_name(name)))
            told: Manifest = orjson.loads(bytes(answer.bytes()))
        except (FileNotFoundError, ValueError):
            return None
        except self._failed as error:
            raise self._error(error) from error
        self._seen[name] = told, answer.meta
        return told

    def put(self, name: str, write: Callable[[Path], None], told: Manifest) -> Manifest:
        import obstore

        with TemporaryDirectory() as folder:
            path = Path(folder, "part")
            write(path)
            written = sha256_of(path)
            manifest = _described(_stamped(name, written.sha256), written, told)
            own = self._key(name).rpartition("/")[0] + f"/{manifest['file']}"
            try:
                with path.open("rb") as file:
                    obstore.put(self._store, own, file)
            except self._failed as error:
                raise self._error(error) from error
        self._commit(name, manifest)
        return manifest

    def _commit(self, name: str, manifest: Manifest) -> None:
        """Puts the manifest where none is, or in the place of the one that was read."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        older, meta = self._seen.get(name, (None, None))
        mode: Any = "create" if meta is None else {"e_tag": meta["e_tag"]}
        key = self._key(manifest_name(name))
        try:
            obstore.put(self._store, key, _bytes(manifest), mode=mode)
            if older is not None and older["file"] != manifest["file"]:
                obstore.delete(self._store, key.rpartition("/")[0] + f"/{older['file']}")
        except (AlreadyExistsError, PreconditionError):
            # What we put is not named by any manifest; unless both put the same.
            if self.manifest(name) == manifest:
                return
            raise ExportError(
                f"{self.shown(name)}: another publisher writes here just now; nothing of its was "
                "changed"
            ) from None
        except self._failed as error:
            raise self._error(error) from error

    def shown(self, name: str) -> str:
        return f"{self.place}/{name}"

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}".lstrip("/")

    def _error(self, error: Exception) -> ExportError:
        return ExportError(f"{self.place}: {' '.join(str(error).split())[:300]}")


def _stamped(name: str, sha256: str) -> str:
    """A file's name with what it holds in it."""
    folder, mark, own = name.rpartition("/")
    stem, dot, suffixes = own.partition(".")
    return f"{folder}{mark}{stem}-{sha256[:16]}{dot}{suffixes}"
