"""What sites say of the use of their texts, noted as it passes: recorded, never judged."""

import logging
from collections.abc import Iterable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.rights import Right, note_rights
from kazcrawl.archive.running import running
from kazcrawl.fetch.robots import text_of
from kazcrawl.pages.rights import (
    TDMREP_PATH,
    Statement,
    in_headers,
    in_page,
    in_robots,
    in_tdmrep,
)

logger = logging.getLogger(__name__)


class Rights:
    """Downloader middleware: statements in robots.txt, tdmrep.json, headers and pages' heads are
    noted in the archive, each once a run and host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._seen: set[tuple[str, Statement]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        parts = urlparse_cached(response)
        host = (parts.hostname or "").lower()
        fresh = dict.fromkeys(
            statement
            for statement in statements(response, parts.path)
            if (host, statement) not in self._seen
        )
        if fresh:
            self._seen.update((host, statement) for statement in fresh)
            self._note(host, response.url, fresh)
        return response

    def _note(self, host: str, url: str, fresh: Iterable[Statement]) -> None:
        now = clock.text(clock.now())
        rights = [Right(host, kind, words, url, now, now) for kind, words in fresh]
        try:
            note_rights(running(self.crawler).archive, rights)
        except ArchiveError as error:
            # What an article is archived with tells the same, and is what ends a run.
            logger.warning("what %s says of rights was not noted: %s", host, error)


def statements(response: Response, path: str) -> Iterable[Statement]:
    """What an answer says."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    yield from in_headers(headers)
    if response.status >= 300:
        return
    if path == "/robots.txt":
        yield from in_robots(text_of(response))
    elif path == TDMREP_PATH:
        yield from in_tdmrep(response.body)
    else:
        yield from in_page(response.body)
