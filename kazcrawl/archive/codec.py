"""How feed lines are packed in the archive: 0 as they are, 1 zstd."""

import zstandard

ZSTD = 1

_compressor = zstandard.ZstdCompressor(level=3)
_decompressor = zstandard.ZstdDecompressor()


def pack(line: bytes) -> tuple[int, bytes]:
    """A feed line as (codec, bytes); what does not get smaller stays as it is."""
    packed = _compressor.compress(line)
    return (ZSTD, packed) if len(packed) < len(line) else (0, line)


def unpack(codec: int, body: bytes) -> bytes:
    """The feed line that ``pack`` was given. ValueError for a codec of a newer version."""
    if codec == 0:
        return body
    if codec == ZSTD:
        return _decompressor.decompress(body)
    raise ValueError(f"unknown codec {codec}")
