"""Feed lines are packed without loss, and only where that makes them smaller."""

import pytest
import zstandard

from kazcrawl.archive.codec import ZSTD, pack, unpack


def test_a_long_line_is_packed_and_comes_back() -> None:
    line = b'{"headline": "words words words words"}\n' * 40
    packing, body = pack(line)
    assert (packing, ZSTD) == (1, 1)
    assert body == zstandard.ZstdCompressor(level=3).compress(line)
    assert unpack(packing, body) == line


def test_what_does_not_get_smaller_stays_as_it_is() -> None:
    assert pack(b"{}\n") == (0, b"{}\n")
    assert unpack(0, b"{}\n") == b"{}\n"


def test_a_line_that_packs_to_its_own_length_stays_as_it_is() -> None:
    packed_alike = next(
        line
        for line in (b"a" * length for length in range(1, 60))
        if len(zstandard.ZstdCompressor(level=3).compress(line)) == len(line)
    )
    assert pack(packed_alike) == (0, packed_alike)


def test_a_codec_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^unknown codec 2$"):
        unpack(2, b"{}\n")
