"""What comes of the articles that were asked for: read, unchanged, missing, or a failure."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import reason_of as reason_of_waiting
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.cut import CutPages
from kazcrawl.crawl.doubt import Doubts
from kazcrawl.crawl.leads import Leads
from kazcrawl.crawl.readers import Readers
from kazcrawl.crawl.reading import Answer, ReadAnswer
from kazcrawl.disk.steps import reached
from kazcrawl.fetch.challenges import Challenges
from kazcrawl.fetch.ends import NO_END
from kazcrawl.fetch.responses import (
    GONE,
    NO_TEXT,
    NOT_MODIFIED,
    UNASKED,
    is_unasked,
    reason_of,
    refused_until,
    status_of,
)
from kazcrawl.items import LOOK, Fetched, Found
from kazcrawl.pages import GENERIC, Reading
from kazcrawl.record import digest

logger = logging.getLogger(__name__)

# One text under more addresses in a run is a wall, a notice or a cache's mix-up; where the page is
# not what its card announced, under more than one.
_MOST_ALIKE = 2
# Why a page is not its address's article. One for which it waits does not become so by waiting.
_ANOTHERS = (
    "its canonical link is another article's",
    "the page of another article",
    "the same text as under other addresses",
)

WAS_MISSING = "kazcrawl_was_missing"
"""In a request's meta: a list shows what was not there in two runs."""


class Answers:
    """Articles that are asked for, and what comes of them."""

    def __init__(self, context: RunContext, account: Account, challenges: Challenges) -> None:
        self.context = context
        self.account = account
        self.challenges = challenges
        self.cut = CutPages(context)
        self.doubts = Doubts(context)
        self.leads = Leads(context, account)
        self.readers = Readers(context)

    def request(self, found: Found, kind: str, former: Found | None = None) -> Request:
        """A request for one article; ``kind`` tells what waits when it fails.

        Where an archived article may be the same under its former address, that is asked for.
        """
        self.account.asked(found, kind)
        led_by = {"former": former} if former else {}
        return Request(
            self.context.site.addresses.canonical((former or found).url),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"found": found, "kind": kind, **led_by},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
        )

    # --- what comes of it -------------------------------------------------------------------

    async def parse(
        self, response: Response, found: Found, kind: str, former: Found | None = None
    ) -> AsyncIterator[Fetched | Request]:
        """The article of a page; whatever else the page is, is noted.

        A former address that answers by itself is another article's, or the same text is at both:
        it is looked at, and the new address asked for.
        """
        reached("after fetch")
        if former is not None and self._is_elsewhere(response, found):
            answer = self.readers.answer(response, former, LOOK)
        else:
            answer = self.readers.answer(response, found, kind)
        try:
            read = await self.readers.read(answer)
        except Exception:
            self.readers.keep(answer)
            raise
        # Judged at once: what is believed of one answer depends on those that were read before it.
        try:
            for outcome in self._came(_Came(response, answer, read), found, kind, former):
                yield outcome
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _is_elsewhere(self, response: Response, found: Found) -> bool:
        """Whether another address than an article's own answered."""
        addresses = self.context.site.addresses
        return addresses.canonical(response.url) != addresses.canonical(found.url)

    def _came(
        self, came: "_Came", found: Found, kind: str, former: Found | None
    ) -> Iterator[Fetched | Request]:
        response, addresses = came.response, self.context.site.addresses
        if is_unasked(response):
            self.account.failed(found, kind, UNASKED)
            self.context.report.edition(found.edition).failures[UNASKED] += 1
            return
        if former is not None:
            self.context.memory.look(former.url_hash)
            is_forgotten = self.leads.is_forgotten(former)
            if self._is_elsewhere(response, found):
                if not is_forgotten:
                    yield from self._came(came, former, LOOK, None)
                yield self.request(found, kind)
                return
            if is_forgotten:
                self.context.archive.add_aliases(former.url_hash, addresses.identities(found.url))
                self.account.arrived(found)
                return
        is_believed = self.leads.believes(found, kind, response.url)
        if response.status == NOT_MODIFIED and is_believed:
            self.account.unchanged(found)
            return
        yield from self._judge(came, found, kind, is_believed)

    def _judge(
        self, came: "_Came", found: Found, kind: str, is_believed: bool
    ) -> Iterator[Fetched | Request]:
        """The article of a page, if it is one and the one of its address."""
        response, read = came.response, came.read
        reading = read.reading
        if self.challenges.judged(response, read.is_refusal, found.edition):
            self.account.failed(found, kind, "challenge")
        elif not is_believed:
            self.leads.refuse(found, kind)
        elif read.is_page and self.cut.is_cut(response, read.known_layout, found):
            yield from self._ask_for_the_rest(response, found, kind)
        elif reading is not None and (why := self._false_article(response, found, reading)):
            logger.warning("%s: %s", why, response.url)
            self.context.report.edition(found.edition).failures[why] += 1
            self.account.failed(found, kind, why)
        elif reading is not None and self.doubts.is_doubtful(response, found, reading):
            yield self.doubts.again(self.request(found, kind))
        else:
            self.readers.keep(came.answer, read.record)
            yield from self._take(response, read, found, kind)

    def _ask_for_the_rest(self, response: Response, found: Found, kind: str) -> Iterator[Request]:
        if again := self.cut.again(response, self.request(found, kind)):
            yield again
        else:
            self.context.report.edition(found.edition).failures[NO_END] += 1
            self.account.failed(found, kind, NO_END)

    def _take(
        self, response: Response, read: ReadAnswer, found: Found, kind: str
    ) -> Iterator[Fetched]:
        """What a page that is kept brings."""
        if not read.is_page:
            self.context.report.edition(found.edition).failures[NO_TEXT] += 1
            self.account.failed(found, kind, NO_TEXT)
            return
        if read.reading is None or read.fetched is None:
            if read.is_missing:
                self.account.missing(found, kind)
            else:
                logger.warning("no known article layout: %s", response.url)
                self.account.unfit(found, kind)
            return
        self.context.ends.note(response, found.edition, read.reading.layout)
        assert response.request is not None
        if response.request.meta.get(WAS_MISSING):
            logger.warning("%s: was not there in two runs: %s", found.edition, response.url)
        self._count(read.reading, read.fetched, response.url)
        # A number says nothing of its article: the canonical link alone does.
        own, addresses = read.fetched.article.url, self.context.site.addresses
        if addresses.is_bare_number(found.url) and not self.leads.believes(found, kind, own):
            self.leads.refuse(found, kind)
            return
        yield read.fetched

    def _false_article(self, response: Response, found: Found, reading: Reading) -> str | None:
        """Why a page in an article's layout is not the article of its address, None if it is."""
        if reading.is_wall:
            return "a log-in wall in the article's place"
        addresses = self.context.site.addresses
        own = response.url if addresses.is_article(response.url) else found.url
        if addresses.is_another(own, reading.canonical):
            return _ANOTHERS[0]
        if self.context.memory.is_anothers(found.url_hash, reading.headline):
            return _ANOTHERS[1]
        text = digest("\n".join([found.edition, *reading.body]))
        holders = self.context.memory.holders_of(text, found.url_hash)
        most = _MOST_ALIKE
        if self.doubts.is_unannounced(response, found, reading):
            why, most = reason_of_waiting(self.context.archive, found.url_hash), 1
            if why in _ANOTHERS:
                return why
        if len(holders) > most and reading.layout != GENERIC:
            return _ANOTHERS[2]
        return None

    def _count(self, reading: Reading, fetched: Fetched, url: str) -> None:
        report, found = self.context.report, fetched.found
        counts = self.account.counts(found)
        self.account.handed_over(found)
        claimed = self.context.site.language(found.edition, reading)
        report.language_mismatches += fetched.article.in_language != claimed
        counts.generic += reading.layout == GENERIC
        report.layouts[reading.layout] += 1
        if reading.disagrees:
            report.disagreements[reading.layout] += 1
            logger.warning("%s finds half of an article: %s", reading.layout, url)

    def failed(self, failure: Failure) -> list[Request]:
        """An article's page did not come; that of a former address tells nothing of the new."""
        request = failure.request  # type: ignore[attr-defined]
        found, kind = request.cb_kwargs["found"], request.cb_kwargs["kind"]
        if "former" in request.cb_kwargs:
            return [self.request(found, kind)]
        if status_of(failure) in GONE:
            self.account.missing(found, kind)
            return []
        self.account.note_failure(failure, found.edition)
        self.account.failed(found, kind, reason_of(failure), refused_until(failure))
        return []


class _Came(NamedTuple):
    """An answer on its way through the judgements: as it came, and as it was read."""

    response: Response
    answer: Answer
    read: ReadAnswer
