"""A bucket that speaks S3: objects are there whole or not at all, and none is put over another's.

Address and keys of the service are those of the environment (``AWS_ENDPOINT_URL``,
``AWS_ACCESS_KEY_ID`` and so on).
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from errno import EIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple, cast

LIMIT = 30.0
"""Seconds in which the service must have taken one request; a longer object goes in parts."""

TAKEN = "another's is there; it was left as it is"
INSTALL = "needs obstore, which is not installed: pip install 'kazcrawl[s3]'"

_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])((?:/[\w.=+@-]+)*)/*")
_STATUS = re.compile(r"status code: (\d+)")
_CODE = re.compile(r"<Code>(\w+)</Code>")
_SERVICE = re.compile(r"(https?://)(?:[^\s/@]*@)?([^\s/?]+)")
# Where machines of a cloud are told their keys.
_NO_KEYS = "169.254.169.254"
_NO_BUCKET = "NoSuchBucket"
_ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT")
_IN_MEMORY = 2**20
# Parts of 5 MB on their way at once: a slow line has to carry them within LIMIT.
_PARTS = 2


class BucketError(OSError):
    """A bucket could not be read or written: ``filename`` says where, ``strerror`` what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(EIO, what, where)

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class TakenError(BucketError):
    """Something else is there, or came there meanwhile; it was left as it is."""


class Held(NamedTuple):
    """An object as it was read: what it holds, and which state of it that was."""

    content: bytes
    e_tag: str | None


def parse(address: str) -> tuple[str, str]:
    """Bucket and prefix of ``s3://BUCKET/PREFIX``; ValueError for what is none."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None or {".", ".."} & set(parts[2].split("/")):
        raise ValueError("must be s3://BUCKET/PREFIX")
    return parts[1], parts[2].strip("/")


class Bucket:
    """What stands below a prefix of a bucket; names are relative, with ``/``.

    Methods raise BucketError; none waits for a service much longer than LIMIT.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            bucket, self._prefix = parse(address)
            # Loaded only where there is a bucket.
            import obstore
            from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
            from obstore.store import S3Store
        except ImportError:
            raise BucketError(self.address, INSTALL) from None
        except ValueError as error:
            raise BucketError(self.address, str(error)) from None
        self._obstore = obstore
        # What is not there, and what is no address, are errors of Python's own.
        self._failed = (BaseError, FileNotFoundError, ValueError)
        self._taken = (AlreadyExistsError, PreconditionError)
        for name in _ENDPOINTS:
            # The library would panic.
            if not _SERVICE.match(os.environ.get(name) or "http://none"):
                raise BucketError(self.address, f"{name} must be https://HOST")
        with self._telling(""):
            self._store = S3Store(
                bucket,
                client_options={"allow_http": True, "timeout": timedelta(seconds=LIMIT)},
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=LIMIT)},
            )

    def at(self, name: str) -> str:
        """A name's whole address."""
        return f"{self.address}/{name}"

    def get(self, name: str) -> Held | None:
        """An object, or None where there is none."""
        with self._telling(name):
            answer = self._ask(name)
            return answer and Held(bytes(answer.bytes()), answer.meta["e_tag"])

    def open(self, name: str) -> IO[bytes] | None:
        """A large object as a file, or None where there is none."""
        with self._telling(name):
            answer = self._ask(name)
            if answer is None:
                return None
            file = cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 the caller's
            file.writelines(answer)
            file.seek(0)
            return file

    def _ask(self, name: str) -> Any:
        try:
            return self._obstore.get(self._store, self._key(name))
        except FileNotFoundError as error:
            if _NO_BUCKET in str(error):
                raise
            return None

    def put(self, name: str, content: bytes | IO[bytes]) -> None:
        """Puts an object, whatever was there."""
        with self._telling(name):
            self._obstore.put(self._store, self._key(name), content, max_concurrency=_PARTS)

    def replace(self, name: str, content: bytes, held: Held | None) -> None:
        """Puts an object where nothing is (``held`` is None), or in the place of the state that
        was read; the same bytes may be there already. TakenError where others are."""
        mode: Any = "create" if held is None else {"e_tag": held.e_tag}
        try:
            with self._telling(name):
                self._obstore.put(self._store, self._key(name), content, mode=mode)
        except TakenError:
            # Our own are there also where the answer to them was lost, and they were put again.
            there = self.get(name)
            if there is None or there.content != content:
                raise

    def delete(self, name: str) -> None:
        """Removes an object; none needs to be there."""
        with self._telling(name):
            self._obstore.delete(self._store, self._key(name))

    def sizes(self, below: str = "", after: str | None = None) -> Iterator[tuple[str, int]]:
        """Every object below a folder, or those that come behind a name, by its name, with its
        bytes."""
        start = len(self._prefix) + bool(self._prefix)
        folder = self._key(below).rstrip("/") or None
        offset = after and self._key(after)
        with self._telling(below):
            for portion in self._obstore.list(self._store, folder, offset=offset):
                for one in portion:
                    yield one["path"][start:], one["size"]

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}".lstrip("/")

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        where = self.at(name).rstrip("/")
        try:
            yield
        except self._taken as error:
            raise TakenError(where, TAKEN) from error
        except self._failed as error:
            raise BucketError(where, _reason(str(error))) from error


def _reason(told: str) -> str:
    """What went wrong, in a few words; an answer's own may hold keys."""
    if _NO_KEYS in told:
        return "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"
    found = _SERVICE.search(told)
    service = "".join(found.groups()) if found else "the service"
    status, code = _STATUS.search(told), _CODE.search(told)
    if status is not None:
        return f"{service} answers {status[1]}{f' {code[1]}' if code else ''}"
    if "kind: Timeout" in told:
        return f"{service} gives no answer in {LIMIT:g} seconds"
    if "kind: Connect" in told:
        return f"{service} cannot be reached"
    return " ".join(told.partition("\n")[0].split())[:200]
