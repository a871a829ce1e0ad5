"""A record of a ``.warc.gz``, no longer packed, as the page that it holds."""

from io import BytesIO
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser

from kazcrawl.items import NEW
from kazcrawl.raw.page import ASKED, EDITION, KIND, SECTION, SOURCE, RawPage

_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
_HTTP = StatusAndHeadersParser([], verify=False)


def unpacked(content: bytes) -> tuple[str, RawPage | None]:
    """The record's WARC-Type and its page, None when it is no response; ValueError if damaged."""
    stream = BytesIO(content)
    try:
        record = _LOADER.parse_record_stream(stream, known_format="warc", no_record_parse=True)
        kind = record.rec_type or ""
        return kind, _page(record) if kind == "response" else None
    except (ArchiveLoadFailed, EOFError) as error:
        raise ValueError(str(error)) from error


def _page(record: Any) -> RawPage:
    # Parsed here and not by warcio, which does so only below addresses of http and https.
    http = _HTTP.parse(record.raw_stream)
    body = record.raw_stream.read()
    if record.length is None or record.raw_stream.limit:
        raise ValueError("the record is shorter than it says")
    told = record.rec_headers
    url = told.get_header("WARC-Target-URI", "")
    return RawPage(
        url=url,
        asked=told.get_header(ASKED, url),
        fetched_at=told.get_header("WARC-Date", ""),
        source=told.get_header(SOURCE, ""),
        edition=told.get_header(EDITION, ""),
        content_type=http.get_header("Content-Type"),
        body=body,
        status=int(http.get_statuscode()),
        section=told.get_header(SECTION),
        kind=told.get_header(KIND, NEW),
    )
