import gzip

from tests.lies.bed.pages import CutStream


class CutGzip(CutStream):
    """A page comes as gzip, and its stream ends in the middle."""

    coding = "gzip"

    def pack(self, body: bytes) -> bytes:
        return gzip.compress(body)
