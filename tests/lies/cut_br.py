import brotli

from tests.lies.bed.pages import CutStream


class CutBr(CutStream):
    """A page comes as br, and its stream ends in the middle."""

    coding = "br"

    def pack(self, body: bytes) -> bytes:
        return bytes(brotli.compress(body))
