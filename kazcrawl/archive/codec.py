"""How feed lines are packed in the archive: 0 as they are, 1 zstd."""

import threading

import zstandard

ZSTD = 1


class _Own(threading.local):
    """A thread's own: the library's objects garble what two threads give them at once."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=3)
        self.decompressor = zstandard.ZstdDecompressor()


_own = _Own()


def pack(line: bytes) -> tuple[int, bytes]:
    """A feed line as (codec, bytes); what does not get smaller stays as it is."""
    packed = _own.compressor.compress(line)
    return (ZSTD, packed) if len(packed) < len(line) else (0, line)


def unpack(codec: int, body: bytes) -> bytes:
    """The feed line that ``pack`` was given. ValueError for a codec of a newer version."""
    if codec == 0:
        return body
    if codec == ZSTD:
        return _own.decompressor.decompress(body)
    raise ValueError(f"unknown codec {codec}")
