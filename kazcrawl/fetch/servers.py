"""Which server a host is: several editions may share one, and then share its patience."""

from collections.abc import Mapping


def read_servers(text: str) -> dict[str, str]:
    """``HOST=SERVER`` pairs parted by commas; ``*.HOST`` is the host and all below it.

    Raises ValueError for what is no such pair.
    """
    found = {}
    for pair in filter(None, (one.strip() for one in text.split(","))):
        host, mark, server = (part.strip().lower() for part in pair.partition("="))
        if not (mark and host and server):
            raise ValueError(pair)
        found[host] = server
    return found


def server_of(host: str, servers: Mapping[str, str]) -> str:
    """The server of a host: its own name where no pair names it."""
    if host in servers:
        return servers[host]
    parts = host.split(".")
    wider = ("*." + ".".join(parts[start:]) for start in range(len(parts)))
    return next((servers[one] for one in wider if one in servers), host)
