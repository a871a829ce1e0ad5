"""Addresses as formats want them: URIs in ASCII, and what is likely behind them."""

import mimetypes
from urllib.parse import quote, urlsplit

_KEPT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>\\^`{|}')


def uri(address: str) -> str:
    """An address without a letter that a URI may not hold: those are percent-encoded."""
    return quote(address, safe=_KEPT, errors="replace")


def mime_type(address: str) -> str:
    """The media type that a picture's address tells by its ending; a JPEG where it tells none."""
    try:
        told, _ = mimetypes.guess_type(urlsplit(address).path, strict=True)
    except ValueError:
        told = None
    return told if told and told.startswith("image/") else "image/jpeg"
