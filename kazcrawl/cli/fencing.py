"""The fence before a crawl: the servers that it will ask, taken before anything is asked."""

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.fence import Fence, fence_for
from kazcrawl.config import Config
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.disk.lock import LockedError
from kazcrawl.fetch.servers import server_of
from kazcrawl.logs.program import called


def fenced(config: Config, spider: type[WalkSpider], arguments: dict[str, str]) -> Fence | None:
    """The fence with the servers of a crawl taken, None for an archive on one machine.

    Raises LockedError and ArchiveError.
    """
    fence = fence_for(config.archive_url, f"{called()} crawl {spider.name}")
    if fence is not None:
        hosts = spider.hosts(spider.read(arguments, spider.site.day(clock.now())))
        try:
            for server in sorted({server_of(host, config.servers) for host in hosts}):
                fence.take(server)
        except (LockedError, ArchiveError):
            fence.close()
            raise
    return fence
