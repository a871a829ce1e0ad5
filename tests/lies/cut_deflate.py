import zlib

from tests.lies.bed.pages import CutStream


class CutDeflate(CutStream):
    """A page comes as deflate, and its stream ends in the middle."""

    coding = "deflate"

    def pack(self, body: bytes) -> bytes:
        return zlib.compress(body)
