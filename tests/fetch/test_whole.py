"""Answers that broke off: whatever a stream is packed with, its end is asked for."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from kazcrawl.fetch.whole import check_whole

PAGE = "".join(f"<p>{number} абзац</p>" for number in range(40_000)).encode()
MOST = 32 * 1024 * 1024


def bare_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


PACKINGS = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("gzip", lambda body: gzip.compress(body[:999]) + gzip.compress(body[999:])),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("zstd", lambda body: zstandard.compress(body[:999]) + zstandard.compress(body[999:])),
]


def check(body: bytes, coding: str, *, status: int = 200, most: int = MOST) -> Request:
    request = Request("https://x.example/")
    answer = Response(request.url, status=status, headers={"Content-Encoding": coding}, body=body)
    check_whole(request, answer, most)
    return request


@pytest.mark.parametrize(("coding", "pack"), PACKINGS)
def test_a_stream_without_its_end_is_no_answer_and_is_asked_for_unpacked(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(PAGE)
    assert "Accept-Encoding" not in check(body, coding).headers
    for length in (len(body) - 1, len(body) // 2, 20):
        request = Request("https://x.example/")
        answer = Response(
            request.url, headers={"Content-Encoding": coding.upper()}, body=body[:length]
        )
        with pytest.raises(ResponseDataLossError, match="stream"):
            check_whole(request, answer, MOST)
        assert request.headers["Accept-Encoding"] == b"identity"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_no_such_stream_at_all_is_no_answer(coding: str) -> None:
    with pytest.raises(ResponseDataLossError):
        check(b"<html>\xff\xfe not packed at all" * 20, coding)


@pytest.mark.parametrize(("coding", "pack"), PACKINGS[:1] + PACKINGS[3:])
def test_a_stream_that_swells_beyond_the_bound_is_left_to_who_refuses_it(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(bytes(50_000_000))
    check(body[: len(body) - 1], coding, most=1_000_000)


def test_bytes_behind_the_end_of_a_stream_are_no_part_of_it() -> None:
    check(gzip.compress(PAGE) + b"\0\0\0", "gzip")
    check(zstandard.compress(PAGE) + b"trailing", "zstd")


@pytest.mark.parametrize("status", [200, 304, 404])
def test_an_answer_without_a_body_has_nothing_to_end(status: int) -> None:
    check(b"", "gzip", status=status)


def test_part_of_a_page_is_no_page_unless_it_was_asked_for() -> None:
    with pytest.raises(ResponseDataLossError):
        check(PAGE, "", status=206)
    request = Request("https://x.example/", headers={"Range": "bytes=0-9"})
    check_whole(request, Response(request.url, status=206, body=PAGE[:10]), MOST)


@pytest.mark.parametrize("flags", [[], ["partial"]])
def test_xml_of_a_length_that_nobody_told_has_an_end_or_is_none(flags: list[str]) -> None:
    text = b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- news -->\n<rss><item>a</item></rss>\n'
    request = Request("https://x.example/")
    check_whole(request, Response(request.url, body=text, flags=flags), MOST)
    cut = Response(request.url, body=text[:-10], flags=flags)
    if not flags:
        check_whole(request, cut, MOST)
        return
    with pytest.raises(ResponseDataLossError, match="XML"):
        check_whole(request, cut, MOST)
