"""Addresses of mail that Cloudflare writes in cipher, for browsers' scripts to read."""

import html
import re

_MARK = "data-cfemail"
_PROTECTED = re.compile(
    rf"""({_MARK}\s{{0,9}}=\s{{0,9}}["']?(?P<cipher>(?:[\da-f]{{2}}){{4,200}})\b[^<>]{{0,300}}>)"""
    r"[^<>]{0,60}",
    re.IGNORECASE,
)


def with_addresses(page: str) -> str:
    """A page with the addresses in place of the words that stand for them."""
    return _PROTECTED.sub(_readable, page) if _MARK in page else page


def _readable(element: re.Match[str]) -> str:
    """The first byte is the key of the others."""
    key, *cipher = bytes.fromhex(element["cipher"])
    address = bytes(byte ^ key for byte in cipher).decode("utf-8", "replace")
    return element[1] + html.escape(address) if "@" in address else element[0]
