"""What a job is: one edition or site and one window, as a command of this program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from kazcrawl.archive.holders import asks_server, queue_of
from kazcrawl.fetch.servers import server_of
from kazcrawl.sites.site import Site

NEWS, AUDIT, BACKFILL, REPARSE, EXPORT = "news", "audit", "backfill", "reparse", "export"
_PRIORITY = {NEWS: 10, AUDIT: 5, EXPORT: 3, REPARSE: 2, BACKFILL: 0}
_MOST_REASONS = 10
_MOST_DOUBLINGS = 5

ANYWHERE, DEAD = "anywhere", "dead"
"""Queues: of what any worker may do, and of what is tried no more."""


@dataclass(frozen=True)
class Work:
    """A job: a command of scrapy by its words. ``name`` tells it from others: of one name, one
    waits. ``failures`` are why it failed so far, the newest last; ``turns`` is how often it gave
    its server up and is to have more time for it, for it begins anew each time."""

    kind: str
    name: str
    queue: str
    command: tuple[str, ...]
    failures: tuple[str, ...] = ()
    turns: int | None = None

    @property
    def priority(self) -> int:
        """The higher, the sooner."""
        return _PRIORITY.get(self.kind, 0)

    @property
    def is_crawl(self) -> bool:
        """Whether it asks a server."""
        return asks_server(self.queue)

    @property
    def slices(self) -> int:
        """How much longer than others it may hold its server."""
        return 1 << min(self.turns or 0, _MOST_DOUBLINGS)

    def gave_way(self) -> "Work":
        """The same for its next turn."""
        return self if self.turns is None else replace(self, turns=self.turns + 1)

    def failed(self, reason: str) -> "Work":
        """The same with one more reason."""
        return replace(self, failures=(*self.failures, reason)[-_MOST_REASONS:])

    def as_args(self) -> dict[str, Any]:
        """As a job's arguments in the queue."""
        return asdict(self) | {"command": list(self.command), "failures": list(self.failures)}

    @classmethod
    def from_args(cls, args: Mapping[str, Any]) -> "Work":
        """What ``as_args`` gave; KeyError and TypeError for anything else."""
        kind, name, queue = (str(args[key]) for key in ("kind", "name", "queue"))
        command, failures = tuple(args["command"]), tuple(args["failures"])
        return cls(kind, name, queue, command, failures, args.get("turns"))


@dataclass(frozen=True)
class Scope:
    """What a crawl is of: an edition of a site, or a site by its address."""

    spider: str
    argument: str
    host: str
    told: str

    @classmethod
    def edition(cls, site: Site, code: str) -> "Scope":
        """An edition of an agency."""
        return cls(site.name, f"editions={code}", site.editions[code].host, f"{site.name} {code}")

    @classmethod
    def address(cls, spider: str, address: str) -> "Scope":
        """A site of a kind that lives anywhere."""
        return cls(spider, f"site={address}", urlsplit(address).hostname or "", address)


def crawl(
    kind: str, scope: Scope, servers: Mapping[str, str], window: str = "", *more: str
) -> Work:
    """A crawl of a scope; ``more`` are further words of its command."""
    return Work(
        kind,
        " ".join(filter(None, (kind, scope.told, window))),
        queue_of(server_of(scope.host, servers)),
        ("crawl", scope.spider, "-a", scope.argument, *more),
    )


def news(scope: Scope, servers: Mapping[str, str]) -> Work:
    """The latest news of a scope."""
    return crawl(NEWS, scope, servers)


def audit(scope: Scope, servers: Mapping[str, str]) -> Work:
    """The latest news of a scope, and the audit at once, which begins anew at each turn."""
    work = crawl(AUDIT, scope, servers, "", "-s", "KAZCRAWL_AUDIT_EVERY=1s")
    return replace(work, turns=0)


def backfill(
    scope: Scope, servers: Mapping[str, str], since: date, until: date, *, by_gaps: bool
) -> Iterator[Work]:
    """The past of a scope by months, the newest first; both days are inclusive.

    ``by_gaps``: only what the coverage ledger lacks, so that a job that gave way goes on; without
    a ledger it begins at the newest page each time, and is given twice the time.
    """
    last = until
    while last >= since:
        first = max(since, last.replace(day=1))
        words = ["-a", f"since={first}", "-a", f"until={last}"]
        words += ["-a", "gaps=true"] if by_gaps else []
        work = crawl(BACKFILL, scope, servers, f"{first}..{last}", *words)
        yield work if by_gaps else replace(work, turns=0)
        last = first - timedelta(days=1)


def folder_queue(folder: str) -> str:
    """The queue of what only the worker of a data folder can do, by the folder's id."""
    return f"folder {folder}"


def reparse(folder: str, since: str | None) -> Work:
    """The stored pages of a data folder, by its id, read again."""
    words = ("--since", since) if since else ()
    name = " ".join(filter(None, (REPARSE, folder[:8], since)))
    return Work(REPARSE, name, folder_queue(folder), ("reparse", *words))


def export(words: Sequence[str]) -> Work:
    """An export by the words that ``scrapy export`` takes."""
    return Work(EXPORT, " ".join((EXPORT, *words)), ANYWHERE, ("export", *words))
