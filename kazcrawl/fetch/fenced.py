"""No request leaves but for a server that this crawl alone asks, across machines."""

import asyncio
from collections.abc import Mapping

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.fence import LIMIT, Fence
from kazcrawl.archive.running import running
from kazcrawl.archive.waiting import LEFT_ALONE
from kazcrawl.disk.lock import LockedError
from kazcrawl.fetch.refusals import NotAskedError
from kazcrawl.fetch.servers import server_of


async def pass_fence(crawler: Crawler, request: Request, servers: Mapping[str, str]) -> None:
    """Returns at once while the lock on a request's server is fresh; else it is looked at first.

    Raises NotAskedError where another crawl asks that server, or the lock is lost: the address
    waits for a later run. Whoever crawls without a run, such as the doctor, passes.
    """
    run = running(crawler) if hasattr(crawler.spider, "context") else None
    fence = run.fence if run else None
    if fence is None:
        return
    server = server_of(urlparse_cached(request).hostname or "", servers)
    fence.moved()
    while not fence.holds(server):
        try:
            async with asyncio.timeout(LIMIT):
                await asyncio.to_thread(_renew, fence, server)
        except TimeoutError:
            fence.lose(f"no answer in {LIMIT:.0f} seconds")
        except (LockedError, ArchiveError):
            raise NotAskedError(LEFT_ALONE) from None
        await asyncio.sleep(fence.grace)


def _renew(fence: Fence, server: str) -> None:
    fence.take(server)
    fence.look()
