"""Addresses as pages write them: joined to the page's own, and compared."""

import re
from urllib.parse import urljoin, urlsplit

# An address that is complete as it stands, of a host that can be one.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/[^\s]*[^?#\s]$")


def joined(base: str, href: str | None) -> str | None:
    """An absolute address, or None for nothing and for what no address can be."""
    if not href or href.strip() in ("", "#", "None"):
        return None
    try:
        href = href.strip()
        address = href if _ABSOLUTE.match(href) else urljoin(base, href)
        # A port beyond all ports is told only when it is asked for.
        if address.count(":") > 1:
            urlsplit(address).port  # noqa: B018
    except ValueError:
        return None
    return address


def bare(address: str) -> str:
    """An address without what two writings of it differ in."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", address.strip())


def web_address(raw: str | None, base: str) -> str | None:
    """An absolute address of the web, broken over lines or not, None for what is none."""
    address = joined(base, re.sub(r"[\r\n\t]", "", raw or ""))
    parts = urlsplit(address) if address else None
    return address if parts and parts.hostname and parts.scheme in ("http", "https") else None
