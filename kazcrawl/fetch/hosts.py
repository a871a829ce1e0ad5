"""Whether a host is a public server: nobody leads the crawl into private networks."""

import asyncio
import ipaddress
import socket


async def is_public(host: str) -> bool:
    """Whether every address of a host is a public one.

    A host that cannot be resolved here (behind a proxy) is taken for public: then nothing is
    asked of it directly.
    """
    try:
        rows = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    # Of an address with a zone ("fe80::1%eth0") the zone is left out.
    addresses = (ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows)
    return all(address.is_global for address in addresses)
