"""An answer that broke off is none: half a page would be archived for the whole.

Scrapy sees to lengths and chunks. It takes 206 for 200, and gives what it could unpack of a
compressed stream that never came to its end. Where nobody told a length, XML has an end of its
own; whether a page of HTML has one is for its readers to judge (``ends``).
"""

import re
import sys
import zlib
from collections.abc import Callable

import brotli
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PARTIAL_CONTENT = 206
# What is unpacked at once, and thrown away.
_CHUNK = 2**18
# The declaration and what may follow it before the first element, whose name is taken.
_XML = re.compile(rb"[\xef\xbb\xbf\s]*<\?xml\b[^>]*>(?:[^<]|<[!?][^>]*>)*<([A-Za-z_][\w:.-]*)")
_TAIL = 2_000
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def check_whole(request: Request, response: Response, most: int) -> None:
    """Raises Scrapy's ResponseDataLossError for an answer that is certainly not all.

    Unpacking to find that out ends at ``most`` bytes (0: no bound): a larger answer is refused
    elsewhere. A request whose stream broke off asks for an unpacked page when it is made again:
    where packing itself is at fault, nothing is lost.
    """
    if response.status == _PARTIAL_CONTENT and "Range" not in request.headers:
        raise ResponseDataLossError("206 to a request for the whole")
    if "partial" in response.flags and _is_xml_cut(response.body):
        raise ResponseDataLossError("XML without its end, of a length that nobody told")
    coding = (response.headers.get("Content-Encoding") or b"").strip().lower().decode("latin-1")
    is_whole = _STREAMS.get(coding)
    if is_whole is None or not response.body or request.method == "HEAD":
        return
    try:
        if is_whole(response.body, most):
            return
        said = f"its {coding} stream has no end"
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        said = f"its {coding} stream is broken: {error}"
    request.headers["Accept-Encoding"] = "identity"
    raise ResponseDataLossError(said)


def _is_xml_cut(body: bytes) -> bool:
    """Whether a document says that it is XML, and its first element does not end."""
    root = _XML.match(body)
    return root is not None and b"</" + root[1] not in body[-_TAIL:]


def _is_gzip_whole(body: bytes, most: int) -> bool:
    return _members(body, most, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16), _GZIP_MAGIC)


def _is_deflate_whole(body: bytes, most: int) -> bool:
    """By the standard it is zlib's form; some servers send the bare stream."""
    try:
        return _members(body, most, zlib.decompressobj, None)
    except zlib.error:
        return _members(body, most, lambda: zlib.decompressobj(-zlib.MAX_WBITS), None)


def _members(
    body: bytes, most: int, begin: Callable[[], "zlib._Decompress"], magic: bytes | None
) -> bool:
    """Whether the stream, and each that begins behind its end with ``magic``, ends."""
    unpacked = 0
    while True:
        stream = begin()
        rest = body
        while rest and not stream.eof:
            unpacked += len(stream.decompress(rest, _CHUNK))
            if most and unpacked > most:
                return True
            rest = stream.unconsumed_tail
        body = stream.unused_data
        if not stream.eof or magic is None or not body.startswith(magic):
            return stream.eof


def _is_br_whole(body: bytes, most: int) -> bool:
    stream = brotli.Decompressor()
    unpacked = len(stream.process(body, output_buffer_limit=_CHUNK))
    while not stream.is_finished() and not (most and unpacked > most):
        more = len(stream.process(b"", output_buffer_limit=_CHUNK))
        if not more:
            return False
        unpacked += more
    return True


def _is_zstd_whole(body: bytes, most: int) -> bool:
    unpacked = 0
    while True:
        stream = zstd.ZstdDecompressor()
        unpacked += len(stream.decompress(body, _CHUNK))
        while not stream.eof and not stream.needs_input and not (most and unpacked > most):
            unpacked += len(stream.decompress(b"", _CHUNK))
        if most and unpacked > most:
            return True
        body = stream.unused_data
        if not stream.eof or not body.startswith(_ZSTD_MAGIC):
            return stream.eof


_STREAMS: dict[str, Callable[[bytes, int], bool]] = {
    "gzip": _is_gzip_whole,
    "x-gzip": _is_gzip_whole,
    "deflate": _is_deflate_whole,
    "br": _is_br_whole,
    "zstd": _is_zstd_whole,
}
