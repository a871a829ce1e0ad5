"""robots.txt as its standard has it (RFC 9309), kept for a day between runs.

Also one that begins with a byte order mark, is UTF-16, gzipped without saying so, or lies behind
redirects to other hosts: what a site asks for is asked for in whatever form.

Scrapy's own middleware takes any answer, an error page too, for the rules, asks anew on every
run, and logs a traceback for a host that is not there.
"""

import asyncio
import contextlib
import logging
import zlib
from datetime import timedelta
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.running import is_running, running
from kazcrawl.archive.standing import Standing, recall, remember
from kazcrawl.fetch.offsite import ANY_HOST
from kazcrawl.fetch.pace import BESIDE, Pace
from kazcrawl.fetch.refusals import NotAskedError, name_of
from kazcrawl.pages.decoding import decode
from kazcrawl.pages.rights import TDMREP_PATH, in_tdmrep

logger = logging.getLogger(__name__)

_KEPT = timedelta(days=1)
# A host that says nothing of rights hardly begins to: that costs a request a week.
_SAYS_NOTHING = timedelta(days=7)
# Of a longer file the standard asks to read at least so many bytes.
_LARGEST = 500 * 1024
_MOST_REDIRECTS = 5
_GZIP_MAGIC = b"\x1f\x8b"


class Robots:
    """Downloader middleware: what a host's robots.txt forbids is not asked for.

    A robots.txt that is not there (4xx) forbids nothing; one that cannot be had (5xx, no
    answer) leaves the rules of the last one in force, and without such everything forbidden.
    Stats: ``robotstxt/forbidden``, ``robotstxt/asked``, ``robotstxt/kept``.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent = agent_of(crawler.settings["USER_AGENT"])
        self._asked: dict[str, asyncio.Future[Protego | NotAskedError]] = {}
        self._beside: list[asyncio.Future[None]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if request.meta.get("dont_obey_robotstxt") or parts.scheme not in ("http", "https"):
            return
        rules = await self._rules_of(f"{parts.scheme}://{parts.netloc}", request)
        if isinstance(rules, NotAskedError):
            raise rules
        if not rules.can_fetch(request.url, self.agent):
            self._count("forbidden")
            raise NotAskedError("robots.txt")

    async def _rules_of(self, root: str, request: Request) -> "Protego | NotAskedError":
        if root not in self._asked:
            self._asked[root] = asyncio.ensure_future(self._ask(root, request))
        # Shielded: a request that is given up must not take the others' rules along.
        return await asyncio.shield(self._asked[root])

    async def _ask(self, root: str, request: Request) -> "Protego | NotAskedError":
        archive = running(self.crawler).archive if is_running(self.crawler) else None
        url = f"{root}/robots.txt"
        kept = recall(archive, url) if archive else None
        if kept is not None and _age(kept) < _KEPT:
            self._count("kept")
            rules = Protego.parse(kept.content or "")
        else:
            status, text = await self._fetch(url)
            if isinstance(status, int):
                _remember(archive, url, status, text)
            elif kept is None:
                return NotAskedError(status)
            else:
                text = kept.content or ""
            rules = Protego.parse(text)
            if isinstance(status, int) and rules.can_fetch(f"{root}{TDMREP_PATH}", self.agent):
                self._beside.append(asyncio.ensure_future(self._ask_beside(root, archive)))
        pace = self.crawler.get_downloader_middleware(Pace)
        if isinstance(pace, Pace) and (delay := rules.crawl_delay(self.agent)):
            pace.crawl_delay(request, delay)
        return rules

    async def _fetch(self, url: str) -> tuple[int | str, str]:
        """The status of a robots.txt, or why it cannot be had, and its text."""
        assert self.crawler.engine is not None
        self._count("asked")
        meta = {"dont_obey_robotstxt": True, ANY_HOST: True, "redirect_ttl": _MOST_REDIRECTS}
        try:
            answer = await self.crawler.engine.download_async(
                Request(url, priority=1000, callback=NO_CALLBACK, meta=meta)
            )
        except NotAskedError as error:
            return str(error), ""
        except IgnoreRequest:
            return 404, ""  # it leads in circles, or to no public server: there is none here
        except Exception as error:  # whatever a network does
            logger.info("%s cannot be had: %s", url, name_of(error))
            return name_of(error), ""
        if answer.status >= 500 or answer.status == 429:
            return str(answer.status), ""
        return answer.status, text_of(answer) if answer.status < 300 else ""

    async def _ask_beside(self, root: str, archive: Archive | None) -> None:
        """Asks what the host says of rights, as often as for its robots.txt, or once a week where
        it said nothing: what comes of it is noted as it passes (``fetch.rights``), and nothing
        else depends on it."""
        assert self.crawler.engine is not None
        url = f"{root}{TDMREP_PATH}"
        meta = {"dont_obey_robotstxt": True, "dont_retry": True, BESIDE: True}
        with contextlib.suppress(Exception):  # whatever a network or an archive does
            kept = recall(archive, url) if archive else None
            if kept is not None and not kept.content and _age(kept) < _SAYS_NOTHING:
                return
            answer = await self.crawler.engine.download_async(
                Request(url, callback=NO_CALLBACK, meta=meta)
            )
            said = text_of(answer) if answer.status < 300 and any(in_tdmrep(answer.body)) else ""
            _remember(archive, url, answer.status, said)

    def _count(self, what: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"robotstxt/{what}")


def _age(kept: Standing) -> timedelta:
    return clock.now() - clock.parse(kept.asked_at)


def _remember(archive: Archive | None, url: str, status: int, text: str) -> None:
    if archive:
        remember(archive, [Standing(url, clock.text(clock.now()), status, content=text)])


def agent_of(user_agent: str) -> str:
    """What of a user agent rules may name: not where to ask about it."""
    return user_agent.partition(" (+")[0]


def text_of(answer: Response) -> str:
    """The text of a robots.txt in whatever form, as much of it as is read."""
    body = answer.body
    if body.startswith(_GZIP_MAGIC):
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _LARGEST)
        except zlib.error:
            body = b""
    return decode(body[:_LARGEST])
