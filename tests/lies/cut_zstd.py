import zstandard

from tests.lies.bed.pages import CutStream


class CutZstd(CutStream):
    """A page comes as zstd, and its stream ends in the middle."""

    coding = "zstd"

    def pack(self, body: bytes) -> bytes:
        return zstandard.compress(body)
