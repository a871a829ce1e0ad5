"""Which server a host is: several editions may share one, and then share its patience."""

from collections.abc import Mapping


def server_of(host: str, servers: Mapping[str, str]) -> str:
    """The server of a host: its own name where no pair of KAZCRAWL_SERVERS names it."""
    if host in servers:
        return servers[host]
    parts = host.split(".")
    wider = ("*." + ".".join(parts[start:]) for start in range(len(parts)))
    return next((servers[one] for one in wider if one in servers), host)
