"""What a run learns of the addresses that every run asks for, kept when the run was complete."""

import logging
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from scrapy import Request
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.standing import Standing, recall, remember
from kazcrawl.fetch.responses import NOT_MODIFIED, ask_again_headers, validators_of

logger = logging.getLogger(__name__)

# The validator of a page that is not to be believed.
_DISTRUSTED = ""
# A source that is not there is asked for again once in this span.
_ASK_MISSING_AGAIN = timedelta(days=1)


class StandingPages:
    """The standing pages of a run.

    What an edition's pages showed is kept only when its walk was complete: an "unchanged" of the
    next run then means that there is nothing to find. Raises ArchiveError.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._before: dict[str, Standing | None] = {}
        self._learned: defaultdict[str, dict[str, Standing]] = defaultdict(dict)

    def before(self, url: str) -> Standing | None:
        """The page as an earlier run knew it, None for one never seen."""
        if url not in self._before:
            self._before[url] = recall(self.archive, url)
        return self._before[url]

    def request(
        self,
        url: str,
        callback: Any,
        errback: Any,
        /,
        *,
        is_conditional: bool = True,
        **arguments: Any,
    ) -> Request:
        """A request for a feed for machines, conditional where an earlier run knew it."""
        return Request(
            url,
            headers=self.headers(url) if is_conditional else {},
            callback=callback,
            errback=errback,
            cb_kwargs=arguments,
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
        )

    def headers(self, url: str) -> dict[str, str]:
        """Headers that ask for the page only if it changed."""
        page = self.before(url)
        return ask_again_headers(page.etag, page.last_modified) if page else {}

    def is_missing(self, url: str) -> bool:
        """Whether the page was found missing or useless less than a day ago."""
        page = self.before(url)
        if page is None or (page.status == 200 and page.content is not None):
            return False
        return clock.now() - clock.parse(page.asked_at) < _ASK_MISSING_AGAIN

    def is_due(self, url: str, every: timedelta) -> bool:
        """Whether the page was not asked for within a span."""
        page = self.before(url)
        return page is None or clock.now() - clock.parse(page.asked_at) >= every

    def learn(self, edition: str, url: str, response: Response, content: str) -> None:
        """Notes what a page showed, a JSON object by its articles' ids.

        Validators that stayed the same while the articles changed would hide all news to come:
        they are not used again.
        """
        etag, last_modified = validators_of(response)
        before = self.before(url)
        if before is not None and self._are_constant(before, etag, last_modified, content):
            if before.etag != _DISTRUSTED:
                name = "ETag" if etag else "Last-Modified"
                logger.warning("%s: the same %s for other articles: %s", edition, name, url)
            etag, last_modified = _DISTRUSTED, None
        now = clock.text(clock.now())
        self._learned[edition][url] = Standing(url, now, 200, etag, last_modified, content)

    @staticmethod
    def _are_constant(
        before: Standing, etag: str | None, last_modified: str | None, content: str
    ) -> bool:
        if before.etag == _DISTRUSTED:
            return True
        if not (etag or last_modified) or not before.content:
            return False
        is_same = (before.etag, before.last_modified) == (etag, last_modified)
        return is_same and orjson.loads(before.content).keys() != orjson.loads(content).keys()

    def confirm(self, edition: str, url: str) -> None:
        """Notes that a page is as it was."""
        page = self.before(url)
        if page is not None:
            self._learned[edition][url] = replace(page, asked_at=clock.text(clock.now()))

    def lose(self, url: str, status: int) -> None:
        """Notes that a page is missing, or (status 200) that it is nothing of use."""
        remember(self.archive, [Standing(url, clock.text(clock.now()), status)])

    def of(self, edition: str) -> list[Standing]:
        """What was learned in this run of an edition's pages."""
        return list(self._learned[edition].values())
