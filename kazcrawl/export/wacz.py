"""WACZ 1.1.1: a day's raw pages with an index and a list of them, for replay in a browser."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from selectolax.lexbor import LexborHTMLParser

from kazcrawl import __version__
from kazcrawl.export.page import Format, Page
from kazcrawl.pages.decoding import decode
from kazcrawl.raw import RawPage
from kazcrawl.raw.packing import packed_page
from kazcrawl.raw.reader import files, pages_of
from kazcrawl.text import tidy

_WARC = "archive/data.warc.gz"
# What a ZIP file says of when its parts were made; nothing in it depends on the clock.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class RawDays:
    """The raw pages of a source and some editions (none: all), by the UTC day of their fetch.

    ``damaged`` is given the files of which not all can be read. Which days a file has is found by
    reading it once: a crawl that goes on past midnight writes on in the same file.
    """

    def __init__(
        self,
        folder: Path,
        source: str,
        editions: tuple[str, ...] = (),
        damaged: list[Path] | None = None,
    ) -> None:
        self.source = source
        self._editions = editions
        self._days = {
            path: {page.fetched_at[:10] for page in pages_of(path, damaged) if self._is_own(page)}
            for path in files(folder)
        }

    def days(self) -> list[str]:
        """Days of fetch, the oldest first."""
        return sorted(set[str]().union(*self._days.values()))

    def state(self, day: str | None) -> str:
        """The raw files that have a day's pages, and their sizes."""
        told = [(path.name, path.stat().st_size) for path in self._files(day)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def records(self, day: str) -> Iterator[RawPage]:
        """A day's pages as they were stored. Raises OSError."""
        for path in self._files(day):
            for page in pages_of(path):
                if page.fetched_at[:10] == day and self._is_own(page):
                    yield page

    def _files(self, day: str | None) -> list[Path]:
        return [path for path, days in self._days.items() if day in days]

    def _is_own(self, page: RawPage) -> bool:
        return page.source == self.source and (not self._editions or page.edition in self._editions)


def _write(path: Path, pages: Iterable[RawPage], page: Page) -> None:
    with NamedTemporaryFile() as warc, NamedTemporaryFile() as listed:
        head = {"format": "json-pages-1.0", "id": "pages", "title": page.source}
        listed.write(_line(head))
        index = []
        for raw in pages:
            record = packed_page(raw)
            index.append(_index_line(raw, warc.tell(), record))
            warc.write(record)
            listed.write(_line(_listed(raw)))
        parts = {_WARC: Path(warc.name), "pages/pages.jsonl": Path(listed.name)}
        warc.flush()
        listed.flush()
        with ZipFile(path, "w") as package:
            told = [_put(package, name, part) for name, part in parts.items()]
            told.append(_put_bytes(package, "indexes/index.cdx", b"".join(sorted(index))))
            described = _described(page, told)
            _put_bytes(package, "datapackage.json", described)
            digest = {"path": "datapackage.json", "hash": _sha256(described)}
            _put_bytes(package, "datapackage-digest.json", orjson.dumps(digest))


def _described(page: Page, resources: list[dict[str, Any]]) -> bytes:
    told = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": f"{page.source} {page.day}",
        "software": f"kazcrawl {__version__}",
        "created": f"{page.day}T00:00:00Z",
        "resources": resources,
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _put(package: ZipFile, name: str, part: Path) -> dict[str, Any]:
    info = ZipInfo(name, _EPOCH)
    # Readers seek in the archive: it must lie in the package as it is.
    info.compress_type = ZIP_STORED if name == _WARC else ZIP_DEFLATED
    info.file_size = part.stat().st_size
    with part.open("rb") as source, package.open(info, "w") as target:
        digest = hashlib.sha256()
        while chunk := source.read(1024 * 1024):
            target.write(chunk)
            digest.update(chunk)
    return _resource(name, f"sha256:{digest.hexdigest()}", info.file_size)


def _put_bytes(package: ZipFile, name: str, content: bytes) -> dict[str, Any]:
    package.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    return _resource(name, _sha256(content), len(content))


def _resource(name: str, digest: str, size: int) -> dict[str, Any]:
    return {"name": name.rpartition("/")[2], "path": name, "hash": digest, "bytes": size}


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _line(told: dict[str, Any]) -> bytes:
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _listed(raw: RawPage) -> dict[str, Any]:
    own = hashlib.sha256(f"{raw.url} {raw.fetched_at}".encode()).hexdigest()[:16]
    title = LexborHTMLParser(decode(raw.body, raw.content_type)).css_first("title")
    told = tidy(title.text()) if title else ""
    return {"id": own, "url": raw.url, "ts": raw.fetched_at, "title": told or raw.url}


def _index_line(raw: RawPage, offset: int, record: bytes) -> bytes:
    """A line of CDXJ: the address turned round, the moment, and where the record stands."""
    told = {
        "url": raw.url,
        "mime": (raw.content_type or "unk").partition(";")[0].strip(),
        "status": str(raw.status),
        "digest": _sha256(raw.body),
        "length": str(len(record)),
        "offset": str(offset),
        "filename": _WARC.rpartition("/")[2],
    }
    stamp = "".join(filter(str.isdigit, raw.fetched_at))
    return f"{_turned(raw.url)} {stamp} ".encode() + _line(told)


def _turned(url: str) -> str:
    """An address as indexes sort them: ``kz,inform,www)/ru/…``, without ``www``."""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}"


FORMAT = Format(".wacz", _write, is_raw=True)
