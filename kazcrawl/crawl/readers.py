"""Who reads a crawl's articles: this process, and others besides once the crawl is large."""

import logging
from asyncio import Task, create_task
from time import monotonic

from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.finding import Finding
from kazcrawl.crawl.reading import Answer, ReadAnswer, read_answer, read_elsewhere
from kazcrawl.disk.team import Team, UndoneError
from kazcrawl.disk.workers import cores
from kazcrawl.fetch.responses import (
    NOT_MODIFIED,
    content_type_of,
    headers_of,
    is_text,
    validators_of,
)
from kazcrawl.items import Found
from kazcrawl.raw import RawPage

logger = logging.getLogger(__name__)

# A crawl is large when so many articles come in so many seconds: processes take half a second of
# computing to begin, and below that the servers' patience bounds it, not the processor.
_MANY, _SOON = 20, 1.0
# One process walks and archives as fast as these read.
_MOST = 3
# The slowest page takes two seconds; a process may have to wait for the processor.
_PATIENCE = 60.0


class Readers:
    """Reads a run's answers, and keeps them as they came."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        told = context.config.readers
        self._processes = min(cores() - 1, _MOST) if told is None else told
        self._is_asked_for = told is not None
        self._team = Team(read_elsewhere, _PATIENCE)
        self._beginning: Task[None] | None = None
        self._read, self._since = 0, monotonic()

    def answer(self, response: Response, found: Found, kind: str) -> Answer:
        """What came for an article, with all that reading it takes."""
        context = self._context
        assert response.request is not None
        led_by: list[str] = response.request.meta.get("redirect_urls", [])
        now, is_page = context.clocks.now(), response.status != NOT_MODIFIED
        page = RawPage(
            url=response.url,
            asked=led_by[0] if led_by else response.url,
            fetched_at=clock.text(now),
            source=context.site.name,
            edition=found.edition,
            content_type=content_type_of(response),
            body=response.body,
            status=response.status,
            section=found.section,
            kind=kind,
        )
        finding = Finding(
            found=found,
            kind=kind,
            answered=response.url,
            asked=(found.url, *led_by),
            fetched_at=now,
            crawl_id=context.crawl_id,
            validators=validators_of(response),
        )
        return Answer(
            page=page,
            headers=headers_of(response),
            finding=finding,
            is_text=is_page and is_text(response),
            is_kept=is_page and context.raw is not None,
        )

    async def read(self, answer: Answer) -> ReadAnswer:
        """What an answer is. Raises what reading it raises."""
        if not answer.is_text:
            return read_answer(answer, self._context.site)
        if self._beginning is None and self._processes and self._is_large():
            self._beginning = create_task(self._begin())
        if self._is_asked_for and self._beginning is not None:
            await self._beginning
        # Where all have plenty to do, this process reads: it would wait for them.
        if self._team.is_there and not self._team.is_busy:
            try:
                return await self._team.do(answer)
            except UndoneError as error:
                # What raised there raises here as well, and can be told whole.
                logger.info("read here, for %s: %s", error, answer.page.url)
        return read_answer(answer, self._context.site)

    @property
    def is_beginning(self) -> bool:
        """Whether processes are being started."""
        return self._beginning is not None and not self._beginning.done()

    def keep(self, answer: Answer, record: bytes | None = None) -> None:
        """Keeps a page as it came, so that a parser mended later needs no second crawl.

        ``record`` is the page packed, if it was.
        """
        context = self._context
        if context.raw is None:
            return
        try:
            if record is None:
                context.raw.write(answer.page, answer.headers)
            else:
                context.raw.append(record, answer.page.fetched_at[:10])
        except OSError as error:
            context.stop("raw", error)

    def close(self) -> None:
        """Ends the processes."""
        if self._beginning is not None:
            self._beginning.cancel()
        self._team.end()

    async def _begin(self) -> None:
        try:
            await self._team.begin(self._processes)
        except OSError as error:
            logger.warning("no further process reads pages: %s", error)

    def _is_large(self) -> bool:
        if self._is_asked_for:
            return True
        self._read += 1
        if self._read % _MANY:
            return False
        since, self._since = self._since, monotonic()
        return self._since - since < _SOON
