"""A page as a record of a ``.warc.gz``: what a crawl, its readers and a WACZ write."""

import re
import zlib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kazcrawl import __version__, clock
from kazcrawl.raw.page import ASKED, EDITION, KIND, SECTION, SOURCE, RawPage, address

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What ends a header's line or cannot be written as UTF-8.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# A crawl packs a page in a sixth of the time that zlib's level 3 takes, a thirtieth larger.
_CRAWL_LEVEL, _LEVEL = 2, 3
_GZIP = zlib.MAX_WBITS | 16
# They tell of bytes on the wire; the body kept here is decoded.
_OF_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


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


def packed_info(file: str, crawl_id: str) -> bytes:
    """The record that a file of this name begins with."""

    def record(writer: Any) -> Any:
        made = writer.create_warcinfo_record(
            file,
            {
                "software": f"kazcrawl/{__version__}",
                "format": "WARC File Format 1.0",
                "isPartOf": crawl_id,
                "description": "Content-Encoding and Transfer-Encoding of the bodies are undone",
            },
        )
        made.rec_headers.replace_header("WARC-Date", clock.text(clock.now()))
        return made

    return _packed(record)


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
