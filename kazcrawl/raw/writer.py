"""Writes raw pages into WARC files, one gzip member a record.

``<folder>/<day of the first record>/<crawl>-<NNNNN>.warc.gz``, with ``.open`` behind it for as
long as the file is written: a name without it is a file that is complete and on disk.
"""

import contextlib
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from os import fsync
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kazcrawl import __version__, clock
from kazcrawl.disk.whole import sync_folder
from kazcrawl.items import NEW

COMPLETE = ".warc.gz"
OPEN = ".warc.gz.open"
ASKED, SOURCE, EDITION = "X-Kazcrawl-Asked", "X-Kazcrawl-Source", "X-Kazcrawl-Edition"
SECTION, KIND = "X-Kazcrawl-Section", "X-Kazcrawl-Kind"

_CRAWL_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What ends a header's line or cannot be written as UTF-8; an address has no white space either.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNWRITABLE_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# A crawl packs a page in a sixth of the time that zlib's level 3 takes, a thirtieth larger.
_CRAWL_LEVEL, _LEVEL = 2, 3
_GZIP = zlib.MAX_WBITS | 16
# They tell of bytes on the wire; the body kept here is decoded.
_OF_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer of a server, its body decoded."""

    url: str
    """The address that answered."""
    asked: str
    """The address asked for; other than ``url`` after a redirect."""
    fetched_at: str
    """UTC, ``2026-11-23T12:00:00Z``."""
    source: str
    """The spider's name."""
    edition: str
    content_type: str | None
    """The header as sent, its charset included."""
    body: bytes
    """Content-Encoding undone, charset not."""
    status: int = 200
    section: str | None = None
    """The section listing that showed it, if one did."""
    kind: str = NEW
    """Whether it was new or looked at again."""


class RawWriter:
    """Appends pages to one file at a time; a crawl without pages makes none.

    A record is given to the system whole before ``write`` returns: a process killed after that
    loses nothing of it. Only a complete file is sure to outlast the machine.
    """

    def __init__(self, folder: Path, crawl_id: str, max_bytes: int = 256 * 2**20) -> None:
        """A file is complete once it has ``max_bytes``, and may exceed them by one record.

        Raises ValueError when ``crawl_id`` is not made of letters, digits, ``_``, ``.``, ``-``.
        """
        if not _CRAWL_ID.fullmatch(crawl_id):
            raise ValueError(f"a crawl's name is part of a file's name; {crawl_id!r} cannot be")
        self._folder = folder
        self._crawl_id = crawl_id
        self._max_bytes = max_bytes
        self._file: IO[bytes] | None = None
        self._path = folder
        self._size = 0

    def write(self, page: RawPage, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Appends ``page`` with the ``headers`` of its response, as ``packed_answer`` packs them.

        Raises ValueError as that does, and OSError as ``append`` does.
        """
        self.append(packed_answer(page, headers), page.fetched_at[:10])

    def append(self, record: bytes, day: str) -> None:
        """Appends what ``packed_answer`` made of a page that was fetched on ``day``.

        Raises OSError when the page cannot be written: the file is then as it was before, and
        the next page may be tried.
        """
        if self._file is None:
            self._open(day)
        if self._size == 0:
            record = _packed(self._warcinfo) + record
        self._append(record)
        if self._size >= self._max_bytes:
            self.close()

    def close(self) -> None:
        """Completes the file that is open, if there is one; a page written later opens the next.

        Raises OSError when it cannot; the file then keeps the name of an open one.
        """
        file, self._file = self._file, None
        if file is None:
            return
        with file:
            fsync(file.fileno())
        if self._size == 0:  # its first record could not be written
            self._path.unlink()
            return
        self._path.rename(complete_name(self._path))
        sync_folder(self._path.parent)

    def _open(self, day: str) -> None:
        # A crawl taken up again goes on behind the numbers it has used.
        form = re.compile(rf"{re.escape(self._crawl_id)}-(\d+)\.warc\.gz(?:\.open)?")
        names = (form.fullmatch(path.name) for path in self._folder.glob("*/*"))
        number = max((int(found[1]) for found in names if found), default=0) + 1
        path = self._folder / day / f"{self._crawl_id}-{number:05d}{OPEN}"
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self._folder)
        # Unbuffered: what could not be written must not be written later, by a flush.
        self._file, self._path, self._size = path.open("xb", buffering=0), path, 0

    def _append(self, record: bytes) -> None:
        assert self._file is not None
        rest = memoryview(record)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except BaseException:
            self._cut()
            raise
        self._size += len(record)

    def _cut(self) -> None:
        """Takes half a record away: no reader would find what follows it."""
        assert self._file is not None
        try:
            self._file.truncate(self._size)
            self._file.seek(self._size)
        except OSError:
            # The file stays behind as a killed process would leave it; the next page opens another.
            file, self._file = self._file, None
            with contextlib.suppress(OSError):
                file.close()

    def _warcinfo(self, writer: Any) -> Any:
        record = writer.create_warcinfo_record(
            complete_name(self._path).name,
            {
                "software": f"kazcrawl/{__version__}",
                "format": "WARC File Format 1.0",
                "isPartOf": self._crawl_id,
                "description": "Content-Encoding and Transfer-Encoding of the bodies are undone",
            },
        )
        record.rec_headers.replace_header("WARC-Date", clock.text(clock.now()))
        return record


def packed_answer(page: RawPage, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """A page with the ``headers`` of its response, as the record of a ``.warc.gz``.

    ``page.content_type``, unless None, takes the place of the Content-Type among them. White
    space and control characters in addresses are percent-encoded; in other headers control
    characters become a space. Raises ValueError when ``fetched_at`` has another form.
    """
    if clock.text(clock.parse(page.fetched_at)) != page.fetched_at:
        raise ValueError(f"not a time in whole seconds of UTC: {page.fetched_at!r}")
    return _packed(lambda writer: _response(writer, page, headers))


def packed_page(page: RawPage) -> bytes:
    """A page as the record of a ``.warc.gz``, with no header of the answer but its type. The same
    page gives the same bytes."""
    own = uuid5(NAMESPACE_URL, f"{page.asked} {page.fetched_at}")

    def record(writer: Any) -> Any:
        made = _response(writer, page, ())
        made.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{own}>")
        return made

    # By zlib: the other packs a page on another processor into other bytes.
    return _packed(record, zlib.compressobj(_LEVEL, wbits=_GZIP))


def complete_name(path: Path) -> Path:
    """The name that the file has, or will have, when it is complete."""
    return path.with_name(path.name.removesuffix(OPEN) + COMPLETE) if is_open(path) else path


def is_open(path: Path) -> bool:
    """Whether the file is being written, or was when its writer died."""
    return path.name.endswith(OPEN)


def address(url: str) -> str:
    """``url`` as it stands in a record: white space and control characters percent-encoded."""
    return _UNWRITABLE_IN_ADDRESS.sub(lambda found: quote(found[0], errors="replace"), url.strip())


class _Utf8Headers(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers that are written as they were sent; warcio would percent-encode them."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, "utf-8")


def _response(writer: Any, page: RawPage, headers: Iterable[tuple[str, str]]) -> Any:
    left_out = _OF_THE_WIRE | ({"content-type"} if page.content_type is not None else set())
    kept = [
        (name, _text(value))
        for name, value in headers
        if name.lower() not in left_out and _TOKEN.fullmatch(name)
    ]
    if page.content_type is not None:
        kept.append(("Content-Type", _text(page.content_type)))
    kept.append(("Content-Length", str(len(page.body))))
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    return writer.create_warc_record(
        address(page.url),
        "response",
        payload=BytesIO(page.body),
        length=len(page.body),
        http_headers=_Utf8Headers(f"{page.status} {phrase}", kept, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": page.fetched_at,
            ASKED: address(page.asked),
            SOURCE: _text(page.source),
            EDITION: _text(page.edition),
            KIND: _text(page.kind),
            **({SECTION: _text(page.section)} if page.section else {}),
        },
    )


def _packed(record: Callable[[Any], Any], packer: Any = None) -> bytes:
    """The gzip member of the record that ``record`` makes with warcio's writer."""
    target = BytesIO()
    writer = WARCWriter(target, gzip=False)
    writer.write_record(record(writer))
    packer = packer or isal_zlib.compressobj(_CRAWL_LEVEL, wbits=_GZIP)
    packed: bytes = packer.compress(target.getbuffer()) + packer.flush()
    return packed


def _text(value: str) -> str:
    return _UNWRITABLE.sub(" ", value).strip()
