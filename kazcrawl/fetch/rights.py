"""What sites say of the use of their texts, noted as it passes: recorded, never judged."""

import logging
from collections.abc import Iterator
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
    HEAD,
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
        fresh = {
            statement: evidence
            for statement, evidence in statements(response, parts.path)
            if (host, statement) not in self._seen
        }
        if fresh:
            self._seen.update((host, statement) for statement in fresh)
            self._note(host, response.url, fresh)
        return response

    def _note(self, host: str, url: str, fresh: dict[Statement, bytes]) -> None:
        now = clock.text(clock.now())
        rights = [
            Right(host, kind, words, url, now, now, evidence)
            for (kind, words), evidence in fresh.items()
        ]
        try:
            note_rights(running(self.crawler).archive, rights)
        except ArchiveError as error:
            # What an article is archived with tells the same, and is what ends a run.
            logger.warning("what %s says of rights was not noted: %s", host, error)


def statements(response: Response, path: str) -> Iterator[tuple[Statement, bytes]]:
    """What an answer says, each statement with the bytes in which it came."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    for statement in in_headers(headers):
        yield statement, statement.words.encode("latin-1")
    if response.status >= 300:
        return
    if path == "/robots.txt":
        found, evidence = in_robots(text_of(response)), response.body
    elif path == TDMREP_PATH:
        found, evidence = in_tdmrep(response.body), response.body
    else:
        found, evidence = in_page(response.body), response.body[:HEAD]
    for statement in found:
        yield statement, evidence
